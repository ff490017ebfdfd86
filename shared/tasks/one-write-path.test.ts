import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const NO_PART = /node_modules|\/(testing|bench)\/|\.test\.ts$|\.generated\./;
const files = globSync("{functions,shared,local}/**/*.ts", { cwd: ROOT }).filter((file) => !NO_PART.test(file));

/** The files in whose text this stands. */
const saying = (pattern: RegExp): string[] => files.filter((file) => pattern.test(readFileSync(join(ROOT, file), "utf8"))).sort();

it("DATA-3 one place writes tasks, series and users, and one takes them away with their account", () => {
  expect(saying(/(insert into|update|delete from) todo\.(tasks|series|users)\b/i)).toEqual(["shared/tasks/rows.ts"]);
  expect(saying(/delete from todo\.\$/)).toEqual(["shared/tasks/erase.ts"]);
  expect(saying(/\bwrite(Task|Series|User)\(/)).toEqual(["shared/tasks/execute.ts", "shared/tasks/rows.ts"]);
});

it("EVT-1 one place appends to the journal, through one door", () => {
  expect(saying(/events\.append\(/)).toEqual(["shared/database/transact.ts"]);
  expect(saying(/\btx\.append\(/)).toEqual(["shared/events/journal.ts"]);
  expect(saying(/(insert into|update) events\.journal/i)).toEqual(["functions/relay/rebase.ts"]); // new places of old rows, never new ones
});

it("DATA-2 nobody announces inside a transaction that writes", () => {
  expect(saying(/\btx\.(query|write)\([^)]*notify/i)).toEqual([]);
  expect(saying(/pg_notify/)).toEqual([
    "functions/relay/dead-letters.ts",
    "functions/relay/log-publisher.ts",
    "functions/sync/hints.ts",
    "shared/database/wake-up.ts",
  ]);
});
