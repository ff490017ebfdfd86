/** notification: reminders become timers, timers ring at their second, and what rang is told to those who asked, by webhook or e-mail. */
import { ConfigError, databaseSettings, flag, mailSettings, readConfig, serverSettings, text } from "@todo/shared/config.ts";
import { openSecrets } from "@todo/shared/dapr/open.ts";
import { daprSettings } from "@todo/shared/dapr/settings.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import { openWriter } from "@todo/shared/database/transact.ts";
import { openWakeUp } from "@todo/shared/database/wake-up.ts";
import { WEBHOOK_SIGNING_KEY } from "@todo/shared/domain/webhook-secret.ts";
import { markRefused } from "@todo/shared/events/handled.ts";
import { receive } from "@todo/shared/host/receive.ts";
import { serve } from "@todo/shared/host/serve.ts";
import { openLog } from "@todo/shared/log.ts";
import { Hono } from "hono";
import type { Channels } from "./channels.ts";
import { openEmails, SMTP_URL } from "./email/send.ts";
import { freshSecret } from "./fresh-secret.ts";
import { openHandler } from "./handle.ts";
import { openWebhooks } from "./webhook/send.ts";
import { startWorkers } from "./workers.ts";

const settings = {
  ...serverSettings,
  ...databaseSettings,
  ...mailSettings,
  allowLoopback: flag("WEBHOOK_ALLOW_LOOPBACK", false),
  secretsFile: text("SECRETS_FILE", null),
};

async function main(): Promise<void> {
  const { port, host, databaseUrl, poolSize, allowLoopback, secretsFile, mailFrom } = readConfig(process.env, settings);
  const dapr = daprSettings(process.env);
  if (dapr === null && secretsFile === null) throw new ConfigError("Cannot start: SECRETS_FILE is missing, and there is no Dapr.");
  const log = openLog("notification");
  const database = openDatabase({ url: databaseUrl, role: "todo_notification", max: poolSize });
  const writer = openWriter(database, openWakeUp(database));
  const secrets = openSecrets({ dapr, secretsFile: secretsFile ?? "" });
  const channels: Channels = { webhook: openWebhooks(database, freshSecret(secrets, WEBHOOK_SIGNING_KEY), { allowLoopback }) };
  if (mailFrom !== null) channels.email = openEmails(database, freshSecret(secrets, SMTP_URL), mailFrom);
  const workers = startWorkers({ database, writer, channels, log });
  const handle = openHandler({ database, writer, planned: workers.planned });
  const refuse = (eventId: string, reason: string) => markRefused(database, "notification", eventId, reason);

  await serve({
    app: new Hono().post("/", receive({ handle, log, refuse })),
    log,
    port,
    host,
    ready: { database: () => database.query("select 1") },
    stopping: workers.stop,
    stopped: database.close,
  });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
