/** notification: reminders become timers, timers ring at their second, and what rang is told to those who asked, by webhook or e-mail. */
import { databaseSettings, flag, mailSettings, serverSettings } from "@todo/shared/config.ts";
import { openSecrets } from "@todo/shared/dapr/open.ts";
import { readSettings } from "@todo/shared/dapr/read-settings.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import { openWriter } from "@todo/shared/database/transact.ts";
import { openWakeUp } from "@todo/shared/database/wake-up.ts";
import { webhookSigningKey } from "@todo/shared/domain/webhook-secret.ts";
import { markRefused } from "@todo/shared/events/handled.ts";
import { receive } from "@todo/shared/host/receive.ts";
import { routing } from "@todo/shared/host/routes.ts";
import { serve } from "@todo/shared/host/serve.ts";
import { openLog } from "@todo/shared/log.ts";
import type { Channels } from "./channels.ts";
import { openEmails, smtpUrlSetting } from "./email/send.ts";
import { openHandler } from "./handle.ts";
import { keptForAMinute } from "./kept-for-a-minute.ts";
import { openWebhooks } from "./webhook/send.ts";
import { startWorkers } from "./workers.ts";

const settings = {
  ...serverSettings,
  ...databaseSettings,
  ...mailSettings,
  allowLoopback: flag("WEBHOOK_ALLOW_LOOPBACK", false),
  signingKey: webhookSigningKey,
};

async function main(): Promise<void> {
  const secrets = openSecrets(process.env);
  const { port, host, databaseUrl, poolSize, allowLoopback, mailFrom } = await readSettings(process.env, settings, secrets);
  const log = openLog("notification");
  const database = openDatabase({ url: databaseUrl, role: "todo_notification", max: poolSize });
  const writer = openWriter(database, openWakeUp(database));
  const signingKey = keptForAMinute(async () => (await readSettings(process.env, { key: webhookSigningKey }, secrets)).key);
  const channels: Channels = { webhook: openWebhooks(database, signingKey, { allowLoopback }) };
  if (mailFrom !== null) {
    const smtpUrl = keptForAMinute(async () => (await readSettings(process.env, { url: smtpUrlSetting }, secrets)).url);
    await smtpUrl(); // a fault of it is a fault at the start
    channels.email = openEmails(database, smtpUrl, mailFrom);
  }
  const workers = startWorkers({ database, writer, channels, log });
  const handle = openHandler({ database, writer, planned: workers.planned });
  const refuse = (eventId: string, reason: string) => markRefused(database, "notification", eventId, reason);

  await serve({
    app: routing({ "POST /": receive({ handle, log, refuse }) }, log),
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
