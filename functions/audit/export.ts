/**
 * A user's whole history as JSON lines, for the offline verifier and for the user to keep: the head first, then every entry in the chain's
 * order. Hashes and links are hexadecimal; `data` is the exact text that was published, null after an erasure.
 */
import type { Database } from "@todo/shared/database/pool.ts";
import type { ChainEntry, Head } from "./chain.ts";
import { sha256 } from "./chain.ts";
import { type EntryRow, entriesOf, headOf } from "./entries.ts";

export type HeadLine = { line: "head"; userId: string; generation: number; sequence: number; link: string };
export type EntryLine = {
  line: "entry";
  generation: number;
  sequence: number;
  eventId: string;
  type: string;
  source: string;
  subject: string;
  time: string;
  link: string;
  causationId: string | null;
  correlationId: string;
  dataHash: string;
  data: string | null;
};
export type ExportLine = HeadLine | EntryLine;

/** The lines of one user's export. */
export async function* exportOf(database: Database, userId: string): AsyncGenerator<ExportLine> {
  const head = await headOf(database, userId);
  yield { line: "head", userId, generation: head.generation, sequence: head.sequence, link: head.link.toString("hex") };
  for await (const rows of entriesOf(database, userId, head)) {
    for (const row of rows) yield entryLineOf(row);
  }
}

const entryLineOf = (row: EntryRow): EntryLine => ({
  line: "entry",
  generation: row.generation,
  sequence: row.sequence,
  eventId: row.event_id,
  type: row.type,
  source: row.source,
  subject: row.subject,
  time: row.time,
  link: row.link.toString("hex"),
  causationId: row.causation_id,
  correlationId: row.correlation_id,
  dataHash: row.data_hash.toString("hex"),
  data: row.data,
});

/** The lines as text, made as fast as they are taken. */
export async function* textOf(lines: AsyncIterable<ExportLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

/** Reads a line back. Throws a sentence that says what is wrong with it. */
export function parseLine(text: string, number: number): ExportLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`Line ${number} is not JSON: was the export cut off?`, { cause });
  }
  const wanted = (value as { line?: unknown } | null)?.line === "head" ? HEAD_FIELDS : ENTRY_FIELDS;
  for (const [name, isRight] of Object.entries(wanted)) {
    if (!isRight((value as Record<string, unknown> | null)?.[name])) throw new Error(`Line ${number}: ${name} is missing or malformed.`);
  }
  return value as ExportLine;
}

const isText = (value: unknown): boolean => typeof value === "string";
const isNumber = (value: unknown): boolean => Number.isSafeInteger(value);
const isHash = (value: unknown): boolean => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
const HEAD_FIELDS = { line: isText, userId: isText, generation: isNumber, sequence: isNumber, link: isHash };
const ENTRY_FIELDS = {
  line: (value: unknown) => value === "entry",
  generation: isNumber,
  sequence: isNumber,
  eventId: isText,
  type: isText,
  link: isHash,
  dataHash: isHash,
  data: (value: unknown) => value === null || isText(value),
};

export const headOfLine = (line: HeadLine): Head => ({
  generation: line.generation,
  sequence: line.sequence,
  link: Buffer.from(line.link, "hex"),
});

/** The entry as the chain sees it, its hash made from the bytes at hand. */
export const chainEntryOfLine = (line: EntryLine): ChainEntry => ({
  generation: line.generation,
  sequence: line.sequence,
  eventId: line.eventId,
  type: line.type,
  link: Buffer.from(line.link, "hex"),
  dataHash: Buffer.from(line.dataHash, "hex"),
  foundHash: line.data === null ? null : sha256(line.data),
});
