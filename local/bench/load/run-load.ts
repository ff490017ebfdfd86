/** Starts the load in a process of its own, so that what measures does not wait behind what it measures. */
import { percentile } from "../../testing/person.ts";
import { runChild } from "../run-child.ts";
import type { GroupResult, LoadGroup, LoadPlan } from "./load.ts";

/** Results by the groups' names. Throws when any answer is neither a success nor 429. */
export async function runLoad(plan: LoadPlan): Promise<Map<string, GroupResult>> {
  const results = await runChild<LoadPlan, GroupResult[]>("local/bench/load/load.ts", plan, (plan.seconds + 60) * 1_000);
  for (const { name, statuses } of results) {
    const faults = Object.entries(statuses).filter(([status]) => Number(status) >= 400 && status !== "429");
    if (faults.length > 0) throw new Error(`${name} got ${faults.map(([status, times]) => `${times} × ${status}`).join(", ")}.`);
  }
  return new Map(results.map((result) => [result.name, result]));
}

/** A group that does as its maker says and otherwise the usual: no pauses, refusals heeded. */
export const group = (given: Pick<LoadGroup, "name" | "connections" | "tokens" | "requests"> & Partial<LoadGroup>): LoadGroup => ({
  pauseMs: [0, 0],
  heedsRefusals: true,
  ...given,
});

/** Successful answers a second. */
export const rateOf = ({ samples, seconds }: GroupResult): number => samples.length / seconds;

export const latenciesOf = ({ samples }: GroupResult): number[] => samples.map(([, ms]) => ms);

export const p99Of = (result: GroupResult): number => percentile(latenciesOf(result), 99);
