/** Ending a series, and letting one run again. */
import { advance } from "./advance.ts";
import { Refused } from "./refused.ts";
import { changed, type Given, type State } from "./state.ts";
import type { Step } from "./step.ts";

/** No further occurrence will be made; the open one stays. */
export function stopSeries({ series }: State, { now }: Given): Step[] {
  if (!series) throw new Refused("series-not-found", "That task does not repeat.");
  if (series.endedAt) throw new Refused("task-not-repeating", `"${series.template.title}" has stopped repeating already.`);
  return [{ of: "series", before: series, after: { ...changed(series, now), endedAt: now } }];
}

/** After steps that may have revived the series: whatever it needs to go on, in the same transaction. */
export function resumeSeries(state: State, steps: Step[], given: Given): Step[] {
  const revived = steps.find((step) => step.of === "series" && step.before?.endedAt && !step.after.endedAt);
  if (revived?.of !== "series") return steps;
  return [...steps, ...advance({ ...state, series: revived.after }, given)];
}
