import { expect, test } from "vitest";
import { reminderInput } from "./inputs.ts";

const timing = (time: string | null, repeats: boolean) => ({ due: { date: "2027-03-05", time }, repeats, allDayTime: "09:00:00" });

test("an hour of an earlier day is a moment of its own", () => {
  expect(reminderInput({ offset: "-P1W", time: "18:00:00" }, timing("15:00:00", false))).toEqual({ at: "2027-02-26T18:00:00" });
  expect(reminderInput({ offset: "PT0S", time: "08:00:00" }, timing(null, false))).toEqual({ at: "2027-03-05T08:00:00" });
});

test.each([
  ["-P1D", "18:00:00", "15:00:00", "-PT21H"],
  ["-P1D", "18:30:00", null, "-PT14H30M"],
  ["PT0S", "08:00:00", "08:00:00", "PT0S"],
  ["PT0S", "20:00:00", "19:15:00", "PT45M"],
])("before each occurrence, %s at %s of what is due at %s is %s", (offset, time, due, expected) => {
  expect(reminderInput({ offset, time }, timing(due, true))).toEqual({ offset: expected });
});

test("without a due moment the lead waits for one", () => {
  expect(reminderInput({ offset: "-P1D", time: "18:00:00" }, { due: null, repeats: false, allDayTime: "09:00:00" })).toEqual({
    offset: "-P1D",
  });
});
