/** How fast words are understood: through the command, one message at a time, and the worst that fits into a message. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { HELP_TOPICS } from "../../functions/chat/interpret/en/help-topics.ts";
import { interpret, MOST_CHARACTERS } from "../../functions/chat/interpret/interpret.ts";
import type { Context } from "../../functions/chat/interpret/interpretation.ts";
import { percentile } from "../testing/person.ts";
import type { Benchmark, Row, Settings } from "./benchmark.ts";

const COMMAND = "functions/chat/interpret.cli.ts";
/** What the help teaches: every verb, and every kind of date and rule. */
const SENTENCES = HELP_TOPICS.flatMap(({ examples }) => examples.map(({ say }) => say));
const MESSAGES = 20_000;
const WARM = 5_000;
const PRESENT = { now: "2026-03-02T10:00:00Z", timeZone: "Europe/Berlin" };
const CONTEXT: Context = { ...PRESENT, weekStart: "MO", dateOrder: "dmy", dialogue: { pending: null, listed: 5, touched: true } };

/** Pieces that patterns and loops might stumble over, repeated. */
const HOSTILE = [
  "1",
  ".",
  "1/",
  '"',
  "'a ",
  "every ",
  "at 5 ",
  "and then ",
  "remind me ",
  "#a,",
  "á́",
  "🎉",
  "2, ",
  "tagged a, b and ",
  "- ",
];

export const language: Benchmark = {
  name: "language",
  question: "words understood: through the command, one by one, and hostile ones",
  run: async (settings) => [await throughCommand(settings), oneByOne(settings), ...hostile(settings)],
};

/** Of a command that has run for a while: its start and the warming up of its code are in no figure. */
async function throughCommand({ rounds, say }: Settings): Promise<Row> {
  const child = spawn(process.execPath, [COMMAND], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (count: number): Promise<number> => {
    const began = performance.now();
    const lines = Array.from({ length: count }, (_, id) =>
      JSON.stringify({ id, text: SENTENCES[id % SENTENCES.length], ...PRESENT, state: null }),
    );
    child.stdin.write(`${lines.join("\n")}\n`);
    for (let left = count; left > 0; left--) await answers.next();
    return performance.now() - began;
  };
  const values: number[] = [];
  try {
    await ask(WARM);
    for (let round = 1; round <= rounds; round++) {
      values.push((1_000 * (await ask(MESSAGES))) / MESSAGES);
      say(`round ${round}: ${(1e6 / values.at(-1)!).toFixed(0)} messages a second through the command`);
    }
  } finally {
    const ended = once(child, "exit");
    child.stdin.end();
    await ended;
  }
  return { what: "1 000 messages through the command", values, unit: "ms", aim: { atMost: 100 }, beside: `of ${SENTENCES.length} kinds` };
}

function oneByOne({ rounds }: Settings): Row {
  const read = (): number[] => SENTENCES.flatMap((text) => Array.from({ length: 50 }, () => msToRead(text)));
  read();
  const values = Array.from({ length: rounds }, () => percentile(read(), 99));
  return { what: "one message, p99", values, unit: "ms", aim: { atMost: 1 }, beside: "" };
}

/** The longest message that is read, and one of 50 kB, which is only looked at; of each the slowest kind. */
function hostile({ rounds }: Settings): Row[] {
  return [MOST_CHARACTERS, 50_000].map((length) => {
    const texts = HOSTILE.flatMap((piece) => ["", "delete ", "show tasks ", "rename 2 to "].map((head) => filled(head, piece, length)));
    const values = Array.from({ length: rounds }, () => Math.max(...texts.map((text) => Math.min(msToRead(text), msToRead(text)))));
    return {
      what: `${length / 1_000} kB of anything, slowest`,
      values,
      unit: "ms",
      aim: { atMost: 50 },
      beside: `of ${texts.length} kinds`,
    };
  });
}

const filled = (head: string, piece: string, length: number): string => (head + piece.repeat(length)).slice(0, length);

function msToRead(text: string): number {
  const began = performance.now();
  interpret(text, { ...CONTEXT });
  return performance.now() - began;
}
