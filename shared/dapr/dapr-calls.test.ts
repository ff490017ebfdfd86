import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type DaprCalls, DaprRefused, DaprUnavailable, daprCalls, throwError } from "./dapr-calls.ts";
import { daprSettings } from "./settings.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Something in daprd's place that answers as told. */
async function inPlaceOfDaprd(answer: RequestListener, deadlineMs = 300): Promise<DaprCalls> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  return daprCalls({ endpoint: `http://127.0.0.1:${portOf(address)}`, apiToken: "token of the test", deadlineMs });
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

/** Ready, and every operation answered with this status. */
const failing =
  (status: number): RequestListener =>
  (request, response) => {
    const isOperation = request.url?.startsWith("/v1.0/state") ?? false;
    response.writeHead(isOperation ? status : 200).end('{"message":"as told"}');
  };

const read = (calls: DaprCalls): Promise<unknown> => calls("Reading", (client) => client.state.getBulk("state", ["key"]));

describe("calls to daprd", () => {
  test("are given up at the deadline when nothing answers", async () => {
    const calls = await inPlaceOfDaprd(() => {});
    await read(calls).catch(() => {}); // the SDK is imported by the first call
    const started = performance.now();
    await expect(read(calls)).rejects.toThrow(/Reading: daprd did not answer within 300 ms/);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("are given up at the deadline when daprd is ready and its store hangs", async () => {
    const calls = await inPlaceOfDaprd((request, response) => {
      if (!request.url?.startsWith("/v1.0/state")) response.end("{}");
    });
    await expect(read(calls)).rejects.toThrow(DaprUnavailable);
  });

  test("do not wait for a daprd that is not ready", async () => {
    const asked: string[] = [];
    const calls = await inPlaceOfDaprd((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(500).end();
    }, 30_000);
    await expect(read(calls)).rejects.toThrow(/not ready \(500\)/);
    expect(asked).toEqual(["/v1.0/healthz/outbound"]);
  });

  test("carry the token and ask for readiness once", async () => {
    const asked: string[] = [];
    const calls = await inPlaceOfDaprd((request, response) => {
      asked.push(`${request.url?.split("?")[0]} ${request.headers["dapr-api-token"]}`);
      response.end("[]");
    });
    await Promise.all([read(calls)]);
    await read(calls);
    const suffix = "token of the test";
    expect(asked).toEqual([
      `/v1.0/healthz/outbound ${suffix}`,
      `/v1.0/metadata ${suffix}`,
      `/v1.0/state/state/bulk ${suffix}`,
      `/v1.0/state/state/bulk ${suffix}`,
    ]);
  });

  test.each([400, 403, 409])("that are answered %i are the caller's to judge", async (status) => {
    const failure = await read(await inPlaceOfDaprd(failing(status))).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DaprRefused);
    expect(failure).toMatchObject({ status, message: expect.stringContaining("as told") });
  });

  test.each([500, 503])("that are answered %i count as unavailable", async (status) => {
    await expect(read(await inPlaceOfDaprd(failing(status)))).rejects.toThrow(DaprUnavailable);
  });

  test("throw what the SDK only returns", async () => {
    const calls = await inPlaceOfDaprd(failing(409));
    const save = calls("Saving", async (client) => throwError(await client.state.save("state", [{ key: "key", value: 1 }])));
    await expect(save).rejects.toMatchObject({ name: "DaprRefused", status: 409 });
  });
});

describe("settings", () => {
  test.each([
    [{}, null],
    [{ DAPR_HTTP_PORT: "" }, null],
    [{ DAPR_HTTP_PORT: "3500" }, { endpoint: "http://127.0.0.1:3500", apiToken: null }],
    [
      { DAPR_HTTP_PORT: "3500", DAPR_API_TOKEN: "token" },
      { endpoint: "http://127.0.0.1:3500", apiToken: "token" },
    ],
    [
      { DAPR_HTTP_PORT: "3500", DAPR_HTTP_ENDPOINT: "https://chat-dapr:443/" },
      { endpoint: "https://chat-dapr", apiToken: null },
    ],
  ])("from %j are %j", (env, expected) => {
    expect(daprSettings(env)).toEqual(expected);
  });

  test.each([{ DAPR_HTTP_PORT: "http" }, { DAPR_HTTP_PORT: "70000" }, { DAPR_HTTP_ENDPOINT: "chat-dapr:3500" }])(
    "from %j are refused",
    (env) => {
      expect(() => daprSettings(env)).toThrow(/^DAPR_HTTP_/);
    },
  );
});
