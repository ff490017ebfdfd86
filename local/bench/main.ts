/** `npm run bench [-- name …] [--rounds n] [--seconds n]`: how fast it is, beside what could not be faster. Fails on a fault, never on a figure. */
import { parseArgs } from "node:util";
import type { Benchmark, Settings } from "./benchmark.ts";
import { warning } from "./busy.ts";
import { coldStart } from "./cold-start.ts";
import { commitToAudit } from "./commit-to-audit.ts";
import { createHttp } from "./create-http.ts";
import { criteria } from "./criteria.ts";
import { fairness } from "./fairness.ts";
import { language } from "./language.ts";
import { reminders } from "./reminders.ts";
import { search } from "./search.ts";
import { table } from "./table.ts";

const BENCHMARKS: Benchmark[] = [createHttp, commitToAudit, coldStart, fairness, criteria, reminders, search, language];

async function main(): Promise<void> {
  const options = { rounds: { type: "string" }, seconds: { type: "string" }, help: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (values.help) return console.log(usage());
  const chosen = positionals.length > 0 ? positionals.map(named) : BENCHMARKS;
  const settings: Settings = {
    rounds: wholeNumber("rounds", values.rounds, 3),
    seconds: wholeNumber("seconds", values.seconds, 6),
    say: (line) => console.log(`    ${line}`),
  };
  for (const { name, question, run } of chosen) {
    console.log(`\n${name}: ${question}`);
    const before = await warning();
    if (before) console.log(`  ! ${before}`);
    console.log(table(await run(settings)));
    const after = before ? null : await warning();
    if (after) console.log(`  ! ${after}`);
  }
}

function named(name: string): Benchmark {
  const found = BENCHMARKS.find((benchmark) => benchmark.name === name);
  if (!found) throw new Error(`There is no benchmark "${name}".\n${usage()}`);
  return found;
}

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is "${text}": expected a whole number above 0.`);
  return value;
}

const usage = (): string =>
  [
    "npm run bench [-- name …] [--rounds 3] [--seconds 6]",
    ...BENCHMARKS.map(({ name, question }) => `  ${name.padEnd(10)} ${question}`),
  ].join("\n");

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
