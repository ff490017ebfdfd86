/** Audit: every event becomes an entry that is never changed. */
import { databaseSettings, identitySettings, readConfig, serverSettings } from "@todo/shared/config.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import { openAuthenticate } from "@todo/shared/host/authenticate.ts";
import { serve } from "@todo/shared/host/serve.ts";
import { openLog } from "@todo/shared/log.ts";
import { auditApp } from "./app.ts";

async function main(): Promise<void> {
  const config = readConfig(process.env, { ...serverSettings, ...databaseSettings, ...identitySettings });
  const log = openLog("audit");
  const database = openDatabase({ url: config.databaseUrl, role: "todo_audit", max: config.poolSize });
  await serve({
    app: auditApp({ database, authenticate: openAuthenticate(config), log }),
    log,
    port: config.port,
    host: config.host,
    ready: { database: () => database.query("select 1") },
    stopped: () => database.close(),
  });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
