/** SC-001, SC-002 and SC-006 with the percentiles that the specification names. */
import { randomUUID } from "node:crypto";
import type { Product } from "../product.ts";
import { type Person, percentile, person } from "../testing/person.ts";
import type { Aim, Benchmark, Row, Settings } from "./benchmark.ts";
import type { LoadGroup } from "./load/load.ts";
import { group, latenciesOf, rateOf, runLoad } from "./load/run-load.ts";
import { people, withProduct } from "./stage.ts";
import { percentilesOf } from "./statistics.ts";

const PEOPLE = 50;
const TIMES = 60;

export const criteria: Benchmark = {
  name: "criteria",
  question: "SC-001 created by chat, SC-002 next occurrence, SC-006 visible elsewhere",
  run: (settings) =>
    withProduct({ syncReplicas: 2 }, async (product) => [
      ...(await byChat(product, settings)),
      await inRounds(settings, "SC-002 completed → next occurrence seen, p99", { atMost: 250 }, () => nextOccurrences(product)),
      await inRounds(settings, "SC-006 change seen in another client, p99", { atMost: 150 }, () => seenElsewhere(product)),
    ]),
};

/** Fifty people who talk: with a second between answer and next message, and without any. */
async function byChat(product: Product, settings: Settings): Promise<Row[]> {
  const tokens = await people(product, PEOPLE);
  const text = "buy milk tomorrow at 5pm #home !high";
  const talk = async (pauseMs: LoadGroup["pauseMs"], seconds: number) => {
    // A connection is one person in one conversation: both lists go round at the same pace.
    const groups = tokens.map((token, index) => {
      const body = { text, conversationId: randomUUID() };
      const requests = [{ method: "POST", path: "/api/v1/chat", body }];
      return group({ name: `person ${index}`, connections: 1, tokens: [token], requests, pauseMs });
    });
    return [...(await runLoad({ url: product.url, seconds, groups })).values()];
  };
  await talk([0, 0], 2);
  const rows: Row[] = [];
  // Without a pause the answer says how much the machine can do at all: fifty messages are always under way, and no criterion is about that.
  for (const [what, pauseMs, aim] of [
    ["a message a second each", [500, 1_500], { atMost: 25 }],
    ["without a pause", [0, 0], null],
  ] as const) {
    const name = `SC-001 created by chat, ${PEOPLE} people, ${what}, p99`;
    let rate = 0;
    const row = await inRounds(settings, name, aim, async () => {
      const results = await talk([...pauseMs], settings.seconds);
      rate = results.reduce((sum, result) => sum + rateOf(result), 0);
      return results.flatMap(latenciesOf);
    });
    rows.push({ ...row, beside: `${row.beside}, ${rate.toFixed(0)} messages a second` });
  }
  return rows;
}

async function nextOccurrences(product: Product): Promise<number[]> {
  const ada = await person(product);
  const window = await ada.open();
  let task = await ada.create({ title: "water the plants", due: { date: "2099-01-01" }, rule: { rrules: ["FREQ=DAILY"] } });
  const took: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const next = () => [...window.tasks.values()].find((each) => each.predecessorId === task.id);
    took.push(
      await timed(async () => {
        await complete(ada, task.id);
        await window.until(() => next() !== undefined);
      }),
    );
    task = next()!;
  }
  window.close();
  return took;
}

async function complete(ada: Person, taskId: string): Promise<void> {
  const { status } = await ada.request("POST", `/api/v1/tasks/${taskId}/complete`);
  if (status !== 200) throw new Error(`Completing was answered with ${status}.`);
}

async function seenElsewhere(product: Product): Promise<number[]> {
  const ada = await person(product);
  const elsewhere = await ada.open(1);
  const took: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    took.push(
      await timed(async () => {
        const task = await ada.create({ title: `seen ${n}` });
        await elsewhere.until(() => elsewhere.tasks.has(task.id));
      }),
    );
  }
  elsewhere.close();
  return took;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** One row whose values are the p99 of each round. */
async function inRounds({ rounds, say }: Settings, what: string, aim: Aim | null, sample: () => Promise<number[]>): Promise<Row> {
  const all: number[][] = [];
  for (let round = 1; round <= rounds; round++) {
    all.push(await sample());
    say(`${what}, round ${round}: ${percentilesOf(all.at(-1)!)}`);
  }
  return {
    what,
    values: all.map((took) => percentile(took, 99)),
    unit: "ms",
    aim,
    beside: `${percentilesOf(all.flat())} of ${all.flat().length}`,
  };
}
