import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, inject, test } from "vitest";
import { daprd } from "../../local/parts/daprd.ts";
import { partOrSkip } from "../../local/parts/part-or-skip.ts";
import { type Sidecar, startSidecar } from "../../local/parts/sidecar.ts";
import { secretStoreContract, stateStoreContract } from "./contract.ts";
import { DaprUnavailable } from "./dapr-calls.ts";
import { openSecrets, openState } from "./open.ts";
import { SecretMissing } from "./secret-store.ts";
import { daprSettings } from "./settings.ts";

const known = { "database-notification": "postgres://notification@host/todo", "webhook-signing-key": "whsec_test" };
const ofOthers = { "database-chat": "postgres://chat@host/todo", "kafka-relay-password": "p" };
const parts = await partOrSkip("daprd", startParts);
afterAll(() => parts?.stop());

describe.skipIf(parts === null)("with a real daprd and the components of dapr/local", () => {
  const running = (): Parts => {
    if (parts === null) throw new Error("Nothing of this suite runs without daprd.");
    return parts;
  };
  const database = {
    query: async (): Promise<never> => {
      throw new Error("the table local.state is for where no daprd runs");
    },
  };
  const stateOf = ({ httpPort }: Sidecar) => openState({ dapr: daprSettings({ DAPR_HTTP_PORT: String(httpPort) }), database });
  const state = () => stateOf(running().chat);
  const secrets = () => {
    const { httpPort } = running().notification;
    return openSecrets({ DAPR_HTTP_PORT: String(httpPort), SECRETS_FILE: "/none" });
  };

  stateStoreContract(state);
  secretStoreContract(secrets, known);

  test.each(Object.keys(ofOthers))("%s, which is another function's, stays unread", async (name) => {
    await expect(secrets().get(name)).rejects.toThrow(SecretMissing);
  });

  test("chat reads its own database's URL, and not notification's", async () => {
    const ofChat = openSecrets({ DAPR_HTTP_PORT: String(running().chat.httpPort) });
    expect(await ofChat.get("database-chat")).toBe(ofOthers["database-chat"]);
    await expect(ofChat.get("database-notification")).rejects.toThrow(SecretMissing);
  });

  test("state is out of reach for an app that its scopes do not name", async () => {
    await expect(stateOf(running().notification).get("key", String)).rejects.toThrow(
      /ERR_STATE_STORE_NOT_CONFIGURED|ERR_STATE_STORE_NOT_FOUND/,
    );
  });

  test("while daprd is down calls fail at once, and work again when it is back", async () => {
    const store = state();
    const key = crypto.randomUUID();
    await store.save(key, "before", { etag: null, ttlSeconds: null });
    running().chat.kill();
    await running().chat.stop();
    await expect(store.get(key, String)).rejects.toThrow(DaprUnavailable);
    await expect(store.save(key, "lost", { etag: null, ttlSeconds: null })).rejects.toThrow(DaprUnavailable);
    await expect(state().get(key, String)).rejects.toThrow(DaprUnavailable);
    await running().startChatAgain();
    expect((await store.get(key, String))?.value).toBe("before");
  });
});

type Parts = { chat: Sidecar; readonly notification: Sidecar; startChatAgain(): Promise<void>; stop(): Promise<void> };

/** One sidecar for each app that the components' scopes name, on one database and one file of secrets. */
async function startParts(): Promise<Parts> {
  const executable = await daprd();
  const folder = await mkdtemp(join(tmpdir(), "todo-dapr-"));
  const secretsFile = join(folder, "secrets.json");
  await writeFile(secretsFile, JSON.stringify({ ...known, ...ofOthers }));
  const env = { STATE_DATABASE_URL: await stateDatabase(inject("postgresUrl")), SECRETS_FILE: secretsFile };
  const started: Parts = {
    chat: await startSidecar({ executable, env, appId: "chat" }),
    notification: await startSidecar({ executable, env, appId: "notification" }),
    async startChatAgain() {
      started.chat = await startSidecar({ executable, env, appId: "chat", httpPort: started.chat.httpPort });
    },
    async stop() {
      await Promise.all([started.chat.stop(), started.notification.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return started;
}

/** A database of its own whose URL acts in the role that migration 0006  makes for daprd. */
async function stateDatabase(server: string): Promise<string> {
  const name = `dapr_${crypto.randomUUID().replaceAll("-", "")}`;
  const url = new URL(server);
  await run(url, `create database ${name}`);
  url.pathname = `/${name}`;
  await run(url, await readFile(new URL("../database/migrations/0006-dapr.sql", import.meta.url), "utf8"));
  url.searchParams.set("options", "-c role=todo_dapr");
  // pgx reads a plus sign as itself.
  return url.href.replaceAll("+", "%20");
}

async function run(url: URL, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
