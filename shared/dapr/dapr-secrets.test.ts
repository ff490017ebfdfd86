import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { DaprUnavailable } from "./dapr-calls.ts";
import { daprSecrets } from "./dapr-secrets.ts";
import { openSecrets } from "./open.ts";
import { SecretMissing, type SecretStore } from "./secret-store.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Something in daprd's place that answers as told. */
async function inPlaceOfDaprd(answer: RequestListener): Promise<SecretStore> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  const settings = { endpoint: `http://127.0.0.1:${address.port}`, apiToken: "token of the test", deadlineMs: 300 };
  return daprSecrets(settings, { patienceMs: 500 });
}

/** Ready, and every secret answered so. */
const answering =
  (status: number, body: string): RequestListener =>
  (request, response) =>
    void response.writeHead(request.url?.startsWith("/v1.0/secrets/") ? status : 204).end(body);

describe("secrets from daprd", () => {
  test("are waited for until daprd is ready, once, and asked for with the token", async () => {
    const asked: string[] = [];
    const secrets = await inPlaceOfDaprd((request, response) => {
      asked.push(`${request.url} ${request.headers["dapr-api-token"]}`);
      if (request.url?.startsWith("/v1.0/secrets/")) response.end('{"url":"postgres://a@b/c"}');
      else response.writeHead(asked.length < 4 ? 500 : 204).end();
    });
    expect(await secrets.get("database/chat?")).toBe("postgres://a@b/c");
    expect(await secrets.get("database-chat")).toBe("postgres://a@b/c");
    const health = "/v1.0/healthz/outbound token of the test";
    const paths = ["/v1.0/secrets/secrets/database%2Fchat%3F", "/v1.0/secrets/secrets/database-chat"];
    expect(asked).toEqual([health, health, health, health, ...paths.map((path) => `${path} token of the test`)]);
  });

  test("are given up when daprd does not become ready, and asked for anew the next time", async () => {
    let isReady = false;
    const secrets = await inPlaceOfDaprd((_, response) => void response.writeHead(isReady ? 200 : 500).end('{"a":"b"}'));
    await expect(secrets.get("a")).rejects.toThrow(/was not ready within 500 ms/);
    isReady = true;
    expect(await secrets.get("a")).toBe("b");
  });

  test.each([403, 404])("are missing when daprd answers %i", async (status) => {
    await expect((await inPlaceOfDaprd(answering(status, "{}"))).get("a")).rejects.toThrow(SecretMissing);
  });

  test("cannot be had when daprd answers 500, and the reason is told", async () => {
    const secrets = await inPlaceOfDaprd(answering(500, '{"message":"secrets \\"a\\" is forbidden"}'));
    await expect(secrets.get("a")).rejects.toThrow(DaprUnavailable);
    await expect(secrets.get("a")).rejects.toThrow(/daprd answered 500: .*is forbidden/);
  });

  test("cannot be had when daprd stays silent", async () => {
    const secrets = await inPlaceOfDaprd((request, response) => {
      if (request.url?.includes("healthz")) response.writeHead(204).end();
    });
    await expect(secrets.get("a")).rejects.toThrow(/daprd does not answer/);
  });

  test.each(["{}", '{"a":"1","b":"2"}', '{"a":1}'])("that answer %s are refused: which value would it be?", async (body) => {
    await expect((await inPlaceOfDaprd(answering(200, body))).get("a")).rejects.toThrow(/where one is expected/);
  });
});

test("where there is neither daprd nor a file no secret is found", async () => {
  await expect(openSecrets({}).get("a")).rejects.toThrow(/neither a daprd nor a SECRETS_FILE/);
});
