/** `node shared/database/migrate.cli.ts`: brings the database at DATABASE_URL up to date; the cluster runs it as a job before each deploy. */
import { databaseSettings, readConfig } from "../config.ts";
import { migrate, migrations } from "./migrate.ts";

async function main(): Promise<void> {
  const { databaseUrl } = readConfig(process.env, { databaseUrl: databaseSettings.databaseUrl });
  const applied = await migrate(databaseUrl, migrations());
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Nothing to apply.");
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
