import { describe, expect, it } from "vitest";
import type { Task, User } from "../contracts/types.ts";
import { dueAt } from "./due.ts";
import { newTask } from "./occurrence.ts";
import { instantAtOffset, plan, remindersOf, retimed } from "./reminders.ts";
import { newUser } from "./update-user.ts";

const NOW = "2026-03-28T08:00:00.000Z";
const user = newUser("6f1b1c1e-8d0c-5b7c-9f43-2b8e0a4b6a11", null, "Europe/Berlin", "en", NOW)[0]!.after as User;
const berlin = (local: string) => dueAt(local, "Europe/Berlin", true);
const newId = () => "r1";

describe("when a reminder rings", () => {
  it.each([
    ["a day before by the calendar, across the change to summer time", "2026-03-29T09:00:00", "-P1D", "2026-03-28T08:00:00.000Z"],
    ["24 hours before by the clock, across the same", "2026-03-29T09:00:00", "-PT24H", "2026-03-28T07:00:00.000Z"],
    ["at the very moment", "2026-03-29T09:00:00", "PT0S", "2026-03-29T07:00:00.000Z"],
    ["weeks before", "2026-04-20T09:00:00", "-P2W", "2026-04-06T07:00:00.000Z"],
    ["at the hour of the user's choice when all-day", "2026-04-02", "-P1D", "2026-04-01T07:00:00.000Z"],
  ])("%s", (_, due, offset, instant) => {
    expect(instantAtOffset(berlin(due), offset, "09:00:00")).toBe(instant);
  });

  it.each([
    ["9999-12-31T23:00:00", "PT99999H"],
    ["9999-12-31T23:00:00", "P99999D"],
    ["1970-01-02T00:00:00", "-P30D"],
  ])("refuses %s %s: no calendar of ours has it", (due, offset) => {
    expect(() => instantAtOffset(berlin(due), offset, "09:00:00")).toThrow("outside the years 1970 to 9999");
  });

  it("refuses an offset without a due moment, and drops it when the due moment goes", () => {
    expect(() => remindersOf([{ offset: "-P1D" }], null, user, newId)).toThrow("say when the task is due");
    const kept = retimed(remindersOf([{ offset: "-P1D" }, { at: "2026-04-01T10:00:00" }], berlin("2026-04-02"), user, newId), null, user);
    expect(kept).toMatchObject([{ at: "2026-04-01T10:00:00" }]);
  });
});

describe("what a change means for reminders", () => {
  const task = (due: string, extra: Partial<Task> = {}): Task => {
    const moment = berlin(due);
    return {
      ...newTask("t", user, { title: "x" }, NOW),
      due: moment,
      reminders: remindersOf([{ offset: "-PT1H" }], moment, user, newId),
      ...extra,
    };
  };
  const verbs = (before: Task | null, after: Task) => plan(before, after, NOW).map(({ verb, reminder }) => `${verb} ${reminder.instant}`);

  it("REM-4 schedules what lies ahead, not what is past", () => {
    expect(verbs(null, task("2026-03-30T09:00:00"))).toEqual(["scheduled 2026-03-30T06:00:00.000Z"]);
    expect(verbs(null, task("2026-03-28T09:30:00"))).toEqual([]);
  });

  it("REM-2 cancels with the task's end, and moves with its due moment", () => {
    const before = task("2026-03-30T09:00:00");
    expect(verbs(before, { ...before, status: "completed" })).toEqual(["cancelled 2026-03-30T06:00:00.000Z"]);
    expect(verbs(before, { ...before, deletedAt: NOW })).toEqual(["cancelled 2026-03-30T06:00:00.000Z"]);
    expect(verbs(before, task("2026-03-31T09:00:00"))).toEqual([
      "cancelled 2026-03-30T06:00:00.000Z",
      "scheduled 2026-03-31T06:00:00.000Z",
    ]);
    expect(verbs(before, { ...before, title: "y" })).toEqual([]);
  });
});
