/** npm run dead-letters -- list | show <event id> | replay <event id>… : what was refused, and once more when its cause is mended. */
import { parseArgs } from "node:util";
import { readConfig, url } from "@todo/shared/config.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import { validate as isUuid } from "uuid";
import { listDeadLetters, replayDeadLetters, showDeadLetter } from "./dead-letters.ts";

const USAGE = `Usage (DATABASE_URL names the database):
  npm run dead-letters -- list [--consumer audit] [--limit 100]
  npm run dead-letters -- show <event id>
  npm run dead-letters -- replay <event id>… [--consumer audit]
  npm run dead-letters -- replay --all [--consumer audit]`;

async function main(): Promise<void> {
  const { command, ids, values } = wishes();
  const { databaseUrl } = readConfig(process.env, { databaseUrl: url("DATABASE_URL", ["postgres", "postgresql"]) });
  const database = openDatabase({ url: databaseUrl, role: "todo_relay", max: 1 });
  const filter = { ...(values.consumer ? { consumer: values.consumer } : {}), limit: Number(values.limit) };
  try {
    if (command === "list") {
      const letters = await listDeadLetters(database, filter);
      for (const each of letters)
        console.log(`${each.refusedAt}  ${each.consumer.padEnd(12)} ${each.eventId}  ${each.type}  ${each.reason}`);
      if (letters.length === 0) console.log("No dead letters.");
    } else if (command === "show" && ids[0]) {
      const found = await showDeadLetter(database, ids[0]);
      if (found.length === 0) throw new Error(`Nobody has refused event ${ids[0]}.`);
      for (const { data, ...rest } of found) console.log(JSON.stringify({ ...rest, data: JSON.parse(data) }, null, 2));
    } else if (command === "replay" && (ids.length > 0 || values.all)) {
      const wanted = values.all ? (await listDeadLetters(database, { ...filter, limit: 10_000 })).map((each) => each.eventId) : ids;
      const replayed = await replayDeadLetters(database, wanted, values.consumer ?? null);
      for (const each of replayed) console.log(`${each.eventId} will be published again for ${each.consumer}.`);
      if (replayed.length === 0) console.log("Nothing to replay.");
    } else {
      throw new Error(USAGE);
    }
  } finally {
    await database.close();
  }
}

/** What was asked for; throws what is wrong with it. */
function wishes() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { consumer: { type: "string" }, limit: { type: "string", default: "100" }, all: { type: "boolean", default: false } },
  });
  const [command, ...ids] = positionals;
  const wrong = ids.find((id) => !isUuid(id));
  if (wrong !== undefined) throw new Error(`"${wrong}" is no event id: expected a UUID, as "list" shows it.`);
  if (!/^[1-9]\d{0,5}$/.test(values.limit)) throw new Error(`--limit is a number from 1 on, not "${values.limit}".`);
  return { command, ids, values };
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
