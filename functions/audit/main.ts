/** Audit: every event becomes an entry that is never changed. */
import { databaseSettings, identitySettings, serverSettings } from "@todo/shared/config.ts";
import { openSecrets } from "@todo/shared/dapr/open.ts";
import { readSettings } from "@todo/shared/dapr/read-settings.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import { openAuthenticate } from "@todo/shared/host/authenticate.ts";
import { routing } from "@todo/shared/host/routes.ts";
import { serve } from "@todo/shared/host/serve.ts";
import { openLog } from "@todo/shared/log.ts";
import { auditRoutes } from "./routes.ts";

async function main(): Promise<void> {
  const settings = { ...serverSettings, ...databaseSettings, ...identitySettings };
  const config = await readSettings(process.env, settings, openSecrets(process.env));
  const log = openLog("audit");
  const database = openDatabase({ url: config.databaseUrl, role: "todo_audit", max: config.poolSize });
  await serve({
    app: routing(auditRoutes({ database, authenticate: openAuthenticate(config), log }), log),
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
