/** What one user's many writers do to another user. */
import type { Product } from "../product.ts";
import type { Benchmark, Row, Settings } from "./benchmark.ts";
import { CREATE } from "./create-http.ts";
import type { LoadGroup } from "./load/load.ts";
import { group, latenciesOf, p99Of, rateOf, runLoad } from "./load/run-load.ts";
import { people, withProduct } from "./stage.ts";
import { median, percentilesOf } from "./statistics.ts";

const WRITERS = 60;
const AIM = { atMost: 25 };

export const fairness: Benchmark = {
  name: "fairness",
  question: `another user's p99 while ${WRITERS} writers of one user write without a pause`,
  run: (settings) =>
    withProduct({}, async (product) => {
      const [busy = "", quiet = ""] = await people(product, 2);
      const other = group({ name: "other", connections: 1, tokens: [quiet], requests: [CREATE], pauseMs: [15, 25] });
      const crowd = (heedsRefusals: boolean): LoadGroup =>
        group({ name: "crowd", connections: WRITERS, tokens: [busy], requests: [CREATE], heedsRefusals });
      return [
        ...(await beside(product, settings, "who heed 429", other, crowd(true))),
        ...(await beside(product, settings, "who ignore 429", other, crowd(false))),
      ];
    }),
};

async function beside(
  product: Product,
  { rounds, seconds, say }: Settings,
  who: string,
  other: LoadGroup,
  crowd: LoadGroup,
): Promise<Row[]> {
  const [alone, together, latencies]: number[][] = [[], [], []];
  let crowded = "";
  for (let round = 1; round <= rounds; round++) {
    alone!.push(p99Of((await runLoad({ url: product.url, seconds, groups: [other] })).get("other")!));
    const results = await runLoad({ url: product.url, seconds, groups: [other, crowd] });
    const theirs = results.get("crowd")!;
    together!.push(p99Of(results.get("other")!));
    latencies!.push(...latenciesOf(results.get("other")!));
    crowded = `${rateOf(theirs).toFixed(0)} written, ${(theirs.refused / theirs.seconds).toFixed(0)} refused a second`;
    say(`${who}, round ${round}: p99 ${together!.at(-1)!.toFixed(1)} ms, alone ${alone!.at(-1)!.toFixed(1)} ms; ${crowded}`);
  }
  const what = `another user beside ${WRITERS} writers ${who}, p99`;
  const beside = `${percentilesOf(latencies!)}; alone p99 ${median(alone!).toFixed(1)} ms; ${crowded}`;
  return [{ what, values: together!, unit: "ms", aim: AIM, beside }];
}
