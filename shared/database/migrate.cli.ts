/** `node shared/database/migrate.cli.ts`: brings the database at DATABASE_URL up to date; the cluster runs it as a job before each deploy. */
import { databaseSettings } from "../config.ts";
import { openSecrets } from "../dapr/open.ts";
import { readSettings } from "../dapr/read-settings.ts";
import { migrate, migrations } from "./migrate.ts";

async function main(): Promise<void> {
  const { databaseUrl } = await readSettings(process.env, { databaseUrl: databaseSettings.databaseUrl }, openSecrets(process.env));
  const applied = await migrate(databaseUrl, migrations());
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Nothing to apply.");
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
