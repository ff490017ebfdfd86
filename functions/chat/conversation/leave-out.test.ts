import type { Rule, Series, Task } from "@todo/shared/contracts/types.ts";
import { describe, expect, it } from "vitest";
import { leavingOut } from "./leave-out.ts";

const MONDAYS = { exrules: ["FREQ=WEEKLY;BYDAY=MO"], exdates: [] };

/** What is asked of the occurrence of 2026-11-25 of this rule, which began on the 23rd. */
const asked = (said: Partial<Rule>, more = MONDAYS) => {
  const rule: Rule = { rrules: ["FREQ=DAILY"], exrules: [], exdates: [], start: "2026-11-23T09:00:00", anchor: "due", ...said };
  const series = { rule, floating: true, timeZone: "Europe/Berlin" } as Series;
  return leavingOut(more, { occurrence: "2026-11-25T09:00:00", ordinal: 3 } as Task, series);
};

describe("leaving days out of a rule", () => {
  it("adds to what it leaves out already, and counts on from the occurrence that is open", () => {
    expect(asked({ exrules: ["FREQ=WEEKLY;BYDAY=SU"], exdates: ["2026-12-24"] })).toEqual({
      due: { date: "2026-11-25", time: "09:00:00", timeZone: null },
      rule: {
        rrules: ["FREQ=DAILY"],
        exrules: ["FREQ=WEEKLY;BYDAY=SU", "FREQ=WEEKLY;BYDAY=MO"],
        exdates: ["2026-12-24"],
        anchor: "due",
      },
    });
  });
  it("goes on with the next occurrence if the open one is left out, which still counts among ten", () => {
    const wednesdays = { exrules: ["FREQ=WEEKLY;BYDAY=WE"], exdates: [] };
    expect(asked({ rrules: ["FREQ=DAILY;INTERVAL=2;COUNT=10"] }, wednesdays)).toMatchObject({
      due: { date: "2026-11-27" },
      rule: { rrules: ["FREQ=DAILY;INTERVAL=2;COUNT=8"] },
    });
  });
  it("says the same twice only once", () => {
    expect(asked({ exrules: MONDAYS.exrules }).rule?.exrules).toEqual(MONDAYS.exrules);
  });
  it.each<[Partial<Rule>, string]>([
    [{}, "FREQ=DAILY;COUNT=8"],
    [{ start: "2026-11-25T09:00:00" }, "FREQ=DAILY;COUNT=10"],
    [{ anchor: "completion" }, "FREQ=DAILY;COUNT=10"],
  ])("lets ten times be ten times: %j", (said, left) => {
    expect(asked({ rrules: ["FREQ=DAILY;COUNT=10"], ...said }).rule?.rrules).toEqual([left]);
  });
});
