/** Sync: what changed, in every open window. */
import { databaseSettings, identitySettings, integer, list, readConfig, serverSettings } from "@todo/shared/config.ts";
import { openAuthenticate } from "@todo/shared/host/authenticate.ts";
import { openLog } from "@todo/shared/log.ts";
import { startReplica } from "./replica.ts";

async function main(): Promise<void> {
  const config = readConfig(process.env, {
    ...serverSettings,
    ...databaseSettings,
    ...identitySettings,
    allowedOrigins: list("ALLOWED_ORIGINS"),
    socketLifetimeSeconds: integer("SOCKET_LIFETIME_SECONDS", 10, 86_400, 480),
  });
  await startReplica({
    ...config,
    authenticate: openAuthenticate(config),
    log: openLog("sync"),
    limits: { lifetimeMs: config.socketLifetimeSeconds * 1000 },
  });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
