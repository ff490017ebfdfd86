/** recurrence: a closed occurrence → its successor; another zone, or another rule of one → instants move. Fed by the topic task-events. */
import { databaseSettings, serverSettings } from "@todo/shared/config.ts";
import { openSecrets } from "@todo/shared/dapr/open.ts";
import { readSettings } from "@todo/shared/dapr/read-settings.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import { openWriter } from "@todo/shared/database/transact.ts";
import { openWakeUp } from "@todo/shared/database/wake-up.ts";
import { markRefused } from "@todo/shared/events/handled.ts";
import { receive } from "@todo/shared/host/receive.ts";
import { routing } from "@todo/shared/host/routes.ts";
import { serve } from "@todo/shared/host/serve.ts";
import { openLog } from "@todo/shared/log.ts";
import { openHandler } from "./handle.ts";
import { startRetiming } from "./retime.ts";

async function main(): Promise<void> {
  const config = await readSettings(process.env, { ...serverSettings, ...databaseSettings }, openSecrets(process.env));
  const log = openLog("recurrence");
  const database = openDatabase({ url: config.databaseUrl, role: "todo_recurrence", max: config.poolSize });
  const writer = openWriter(database, openWakeUp(database));
  const handle = openHandler(database, writer);
  const stopRetiming = startRetiming(database, writer, log);
  const refuse = (eventId: string, reason: string) => markRefused(database, "recurrence", eventId, reason);
  const app = routing({ "POST /": receive({ handle, log, refuse }) }, log);
  const ready = { database: () => database.query("select 1") };
  await serve({ app, log, port: config.port, host: config.host, ready, stopping: stopRetiming, stopped: () => database.close() });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
