/** Sync: what changed, in every open window. */
import { databaseSettings, identitySettings, integer, list, serverSettings } from "@todo/shared/config.ts";
import { openSecrets } from "@todo/shared/dapr/open.ts";
import { readSettings } from "@todo/shared/dapr/read-settings.ts";
import { openAuthenticate } from "@todo/shared/host/authenticate.ts";
import { openLog } from "@todo/shared/log.ts";
import { startReplica } from "./replica.ts";

const settings = {
  ...serverSettings,
  ...databaseSettings,
  ...identitySettings,
  allowedOrigins: list("ALLOWED_ORIGINS"),
  socketLifetimeSeconds: integer("SOCKET_LIFETIME_SECONDS", 10, 86_400, 480),
};

async function main(): Promise<void> {
  const config = await readSettings(process.env, settings, openSecrets(process.env));
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
