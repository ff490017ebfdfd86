/** SC-003: how late reminders ring, 5 000 of them within one minute, none early, each once. */

import type { Product } from "../product.ts";
import { percentile } from "../testing/person.ts";
import type { Benchmark } from "./benchmark.ts";
import { asSuperuser, people, withProduct } from "./stage.ts";
import { percentilesOf } from "./statistics.ts";

const PEOPLE = 50;
const EACH = 100;
const BATCH = 50;
/** Time to write all of them before the first one rings. */
const LEAD_MS = 45_000;

export const reminders: Benchmark = {
  name: "reminders",
  question: "SC-003 how late 5 000 reminders within one minute ring",
  run: ({ rounds, say }) =>
    withProduct({}, async (product) => {
      const tokens = await people(product, PEOPLE);
      const all: number[][] = [];
      for (let round = 1; round <= rounds; round++) {
        all.push(await ringAll(product, tokens));
        say(`round ${round}: ${percentilesOf(all.at(-1)!)}`);
      }
      const values = all.map((late) => percentile(late, 99));
      const beside = `${percentilesOf(all.flat())} of ${all.flat().length}`;
      return [{ what: "SC-003 reminder rings after its instant, p99", values, unit: "ms", aim: { atMost: 1_200 }, beside }];
    }),
};

async function ringAll(product: Product, tokens: string[]): Promise<number[]> {
  const first = Date.now() + LEAD_MS;
  for (const [person, token] of tokens.entries()) {
    for (let done = 0; done < EACH; done += BATCH) {
      const operations = Array.from({ length: BATCH }, (_, n) => {
        const place = ((done + n) * PEOPLE + person) / (PEOPLE * EACH);
        return { op: "create", task: { title: "rings", reminders: [{ at: wallTime(first + place * 60_000) }] } };
      });
      await batch(product, token, operations);
    }
  }
  if (Date.now() > first) throw new Error(`Writing the reminders took more than ${LEAD_MS / 1000} s, so some were past already.`);
  const since = new Date(first - 1_000).toISOString();
  const rung = (): Promise<number[]> =>
    asSuperuser(product.databaseUrl, async (client) => {
      const { rows } = await client.query("select late_ms from notification.notices where rings_at >= $1", [since]);
      return rows.map((row) => row.late_ms);
    });
  const until = first + 120_000;
  for (;;) {
    const late = await rung();
    if (late.length === tokens.length * EACH) return late;
    if (Date.now() > until) throw new Error(`${late.length} of ${tokens.length * EACH} reminders had rung a minute after the last.`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** In whole seconds, where the people of a benchmark live. */
const wallTime = (at: number): string => new Date(at).toLocaleString("sv-SE", { timeZone: "Europe/Berlin" }).replace(" ", "T");

async function batch({ url }: Product, token: string, operations: unknown[]): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/api/v1/tasks/batch`, { method: "POST", headers, body: JSON.stringify({ operations }) });
  if (!answer.ok) throw new Error(`The batch was answered with ${answer.status}: ${await answer.text()}`);
}
