/** issuer: the laptop's identity provider. OpenID Connect with authorization code and PKCE, so that no function knows a local mode. */
import { getRequestListener } from "@hono/node-server";
import { integer, list, readConfig, text } from "@todo/shared/config.ts";
import { serve } from "@todo/shared/host/serve.ts";
import { openLog } from "@todo/shared/log.ts";
import { buildIssuer } from "./app.ts";
import { openKeys } from "./keys.ts";

async function main(): Promise<void> {
  const config = readConfig(process.env, {
    port: integer("PORT", 1, 65_535),
    host: text("HOST"),
    dataDir: text("DATA_DIR"),
    clientId: text("CLIENT_ID"),
    origins: list("ALLOWED_ORIGINS"),
    tokenSeconds: integer("TOKEN_SECONDS", 5, 86_400, 600),
  });
  const issuer = `http://${config.host}:${config.port}`;
  const app = buildIssuer({
    issuer,
    clientId: config.clientId,
    origins: config.origins,
    keys: await openKeys(config.dataDir),
    tokenSeconds: config.tokenSeconds,
  });
  await serve({ app: getRequestListener(app.fetch), log: openLog("issuer"), port: config.port, host: config.host });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
