/** npm run relay:rebase [-- --from-start] : once after every restore of the database, while all functions are stopped. */
import { parseArgs } from "node:util";
import { readConfig, url } from "@todo/shared/config.ts";
import { rebase } from "./rebase.ts";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { "from-start": { type: "boolean", default: false } } });
  const { databaseUrl } = readConfig(process.env, { databaseUrl: url("DATABASE_URL", ["postgres", "postgresql"]) });
  const { generation, unpublished } = await rebase({ url: databaseUrl, fromStart: values["from-start"] });
  console.log(`Generation ${generation}; ${unpublished} events will be published when the relay starts.`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
