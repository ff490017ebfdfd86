/** chat: the HTTP front door. Everything a user says or asks for comes in here; nothing here needs Kafka. */
import { getRequestListener } from "@hono/node-server";
import { databaseSettings, identitySettings, mailSettings, serverSettings, text, url } from "@todo/shared/config.ts";
import { openSecrets, openState } from "@todo/shared/dapr/open.ts";
import { readSettings } from "@todo/shared/dapr/read-settings.ts";
import { daprSettings } from "@todo/shared/dapr/settings.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import { openWriter } from "@todo/shared/database/transact.ts";
import { openWakeUp } from "@todo/shared/database/wake-up.ts";
import { webhookSecretOf, webhookSigningKey } from "@todo/shared/domain/webhook-secret.ts";
import { openAuthenticate } from "@todo/shared/host/authenticate.ts";
import { serve } from "@todo/shared/host/serve.ts";
import { openLog } from "@todo/shared/log.ts";
import { buildApp } from "./app.ts";
import { openAudit } from "./audit.ts";
import { openHistoryOf } from "./conversation/history.ts";
import { forget } from "./conversation/memory.ts";
import { chatRoutes } from "./conversation/routes.ts";
import { startForgetting } from "./forget.ts";
import { pageRoutes } from "./page/routes.ts";

const settings = {
  ...serverSettings,
  ...databaseSettings,
  ...identitySettings,
  ...mailSettings,
  auditUrl: url("AUDIT_URL", ["http", "https"]),
  /** Where the page signs in and hears of changes, as a browser reaches them. */
  clientId: text("OIDC_CLIENT_ID"),
  publicOrigin: url("PUBLIC_ORIGIN", ["http", "https"]),
  syncUrl: url("SYNC_URL", ["http", "https"]),
  /** Without it there are no webhooks. */
  signingKey: { ...webhookSigningKey, fallback: { value: null } },
};

async function main(): Promise<void> {
  const secrets = openSecrets(process.env);
  const config = await readSettings(process.env, settings, secrets);
  // Read anew for each question, so that a rotated key is seen.
  const webhookSecret = async (userId: string) =>
    webhookSecretOf((await readSettings(process.env, { key: webhookSigningKey }, secrets)).key, userId);
  const log = openLog("chat");
  const database = openDatabase({ url: config.databaseUrl, role: "todo_chat", max: config.poolSize });
  const dapr = daprSettings(process.env);
  const writer = openWriter(database, openWakeUp(database));
  const audit = openAudit(config.auditUrl);
  const sendsMail = config.mailFrom !== null;
  const store = openState({ dapr, database: database.pool });
  const app = buildApp({
    database,
    writer,
    authenticate: openAuthenticate(config),
    log,
    audit,
    sendsMail,
    assistants: { publicOrigin: new URL(config.publicOrigin).origin, issuer: config.issuer },
    webhookSecret: config.signingKey === null ? null : webhookSecret,
    forgetConversations: (ids, userId) => forget(store, ids, userId),
    routes: [
      pageRoutes({ issuer: config.issuer, clientId: config.clientId, syncUrl: config.syncUrl, sendsMail }),
      chatRoutes({ reader: database, writer, store, history: openHistoryOf(audit.history) }),
    ],
  });
  const forgetting = startForgetting(database, log);
  const ready = { database: () => database.query("select 1") };
  await serve({
    app: getRequestListener(app.fetch),
    log,
    port: config.port,
    host: config.host,
    ready,
    stopping: () => forgetting.stop(),
    stopped: () => database.close(),
  });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
