/**
 * The offline verifier: recomputes every link and hash from the bytes at hand, without asking the server whether they are right.
 *
 *   node functions/audit/verify.cli.ts history.jsonl            an export (GET /export); "-" reads standard input
 *   node functions/audit/verify.cli.ts [--user <id>]            the database at DATABASE_URL, one user or all of them
 *   … --anchor <sequence>:<link>                                 and whether a link noted at an earlier run is still in the chain
 *
 * Ends with 0 when everything is intact, 1 with the faults listed when not, 2 when it could not look.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { databaseSettings, readConfig } from "@todo/shared/config.ts";
import { type Database, openDatabase } from "@todo/shared/database/pool.ts";
import { validate as isUuid } from "uuid";
import { type Anchor, type ChainCheck, checkChain } from "./chain.ts";
import { chainEntryOfLine, type ExportLine, exportOf, headOfLine, parseLine } from "./export.ts";

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { user: { type: "string" }, anchor: { type: "string", multiple: true } },
  });
  if (values.user !== undefined && !isUuid(values.user)) throw new Error(`Expected --user <user id>, a UUID, got "${values.user}".`);
  const anchors = (values.anchor ?? []).map(anchorOf);
  const [file] = positionals;
  if (file) return (await verifyLines(linesOfFile(file), anchors)) ? 0 : 1;

  const { databaseUrl } = readConfig(process.env, databaseSettings);
  const database = openDatabase({ url: databaseUrl, role: "todo_audit", max: 1 });
  try {
    let intact = true;
    for (const userId of values.user ? [values.user] : await usersOf(database)) {
      intact = (await verifyLines(exportOf(database, userId), anchors)) && intact;
    }
    return intact ? 0 : 1;
  } finally {
    await database.close();
  }
}

function anchorOf(text: string): Anchor {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text);
  if (!match) throw new Error(`Expected --anchor <sequence>:<link of 64 hexadecimal digits>, got "${text}".`);
  return { sequence: Number(match[1]), link: Buffer.from(match[2]!, "hex") };
}

// Whoever has entries, whether or not their stream is still there: a removed stream is a fault to be found.
async function usersOf(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ user_id: string }>(
    "select user_id from events.heads union select user_id from audit.entries order by user_id",
  );
  return rows.map((row) => row.user_id);
}

async function* linesOfFile(file: string): AsyncGenerator<ExportLine> {
  const input = file === "-" ? process.stdin : createReadStream(file);
  let number = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (text.trim()) yield parseLine(text, number);
  }
}

/** Checks the histories in the lines (each begins with its head), prints one line for each and one for each fault. */
async function verifyLines(lines: AsyncIterable<ExportLine>, anchors: Anchor[]): Promise<boolean> {
  let current: { userId: string; head: string; check: ChainCheck } | null = null;
  let intact = true;
  const conclude = () => {
    if (!current) return;
    const { entries, faults } = current.check.end();
    console.log(`${current.userId}: ${entries} entries, head ${current.head}, ${faults.length === 0 ? "intact" : "NOT intact"}`);
    for (const fault of faults) console.log(`  ${fault.sequence} ${fault.kind}: ${fault.detail}`);
    intact = intact && faults.length === 0;
  };
  for await (const line of lines) {
    if (line.line === "head") {
      conclude();
      current = { userId: line.userId, head: `${line.sequence}:${line.link}`, check: checkChain(headOfLine(line), anchors) };
    } else if (current) current.check.add(chainEntryOfLine(line));
    else throw new Error("The first line is not a head: this is no export, or its beginning is cut off.");
  }
  conclude();
  if (!current) throw new Error("There is nothing to verify: the export is empty.");
  return intact;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
