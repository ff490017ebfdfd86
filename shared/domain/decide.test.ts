import { describe, expect, it } from "vitest";
import { successorId } from "./advance.ts";
import { Account, account, FIRST } from "./testing/account.ts";

const NEXT = successorId(FIRST);

/** Completes the first occurrence and lets recurrence make the next. */
function advanced(made: Account) {
  made.insist({ type: "complete-task", taskId: FIRST });
  made.deliver();
  return made.tasks.get(NEXT)!;
}

const travel = (made: Account, timeZone: string) => made.insist({ type: "update-user", patch: { timeZone } });
/** What recurrence does when somebody has changed their zone. */
const move = (made: Account) => {
  for (const { id } of made.open()) made.run({ type: "move-task", taskId: id });
};
const single = (due: { date: string; time?: string; timeZone?: string } | null, extra: object = {}) => {
  const made = new Account();
  made.insist({ type: "create-task", taskId: FIRST, input: { title: "call", due, ...extra } });
  return made;
};
const dueOf = (made: Account, id = FIRST) => made.tasks.get(id)!.due;

describe("REC-7 a series ends", () => {
  it("with its COUNT, its UNTIL, or its last exception", () => {
    for (const rule of ["FREQ=DAILY;COUNT=1", "FREQ=DAILY;UNTIL=20260302T090000"]) {
      const made = account(rule);
      made.insist({ type: "complete-task", taskId: FIRST });
      expect(made.deliver()).toEqual([]);
    }
    const made = new Account();
    const rule = { rrules: ["FREQ=DAILY;COUNT=3"], exdates: ["2026-03-03T09:00:00"] };
    made.insist({ type: "create-task", taskId: FIRST, input: { title: "a", due: { date: "2026-03-02", time: "09:00:00" }, rule } });
    expect(advanced(made)).toMatchObject({ due: { date: "2026-03-04" } }); // the third was skipped over
    made.insist({ type: "complete-task", taskId: NEXT });
    expect(made.deliver()).toEqual([]);
  });

  it("when it is stopped, or deleted as a whole", () => {
    const stopped = account();
    stopped.insist({ type: "update-task", taskId: FIRST, patch: { rule: null } });
    stopped.insist({ type: "complete-task", taskId: FIRST });
    expect(stopped.deliver()).toEqual([]);
    const deleted = account();
    deleted.insist({ type: "delete-task", taskId: FIRST, scope: "series", by: "user" });
    expect(deleted.deliver()).toEqual([]);
    expect(deleted.series!.endedAt).not.toBeNull();
  });
});

describe("REC-8 a change of a repeating task", () => {
  it("of the date moves this occurrence and leaves the rule alone", () => {
    const made = account("FREQ=WEEKLY");
    made.insist({ type: "update-task", taskId: FIRST, patch: { due: { date: "2026-03-04", time: "18:00:00" } } });
    expect(made.series!.version).toBe(1);
    expect(advanced(made)).toMatchObject({ due: { date: "2026-03-09", time: "09:00:00" } });
  });

  it("of the words holds from now on", () => {
    const made = account();
    const patch = { title: "water the roses", priority: "high" as const, tags: ["garden"], reminders: [{ offset: "-PT1H" }] };
    made.insist({ type: "update-task", taskId: FIRST, patch });
    expect(advanced(made)).toMatchObject({
      title: "water the roses",
      priority: "high",
      tags: ["garden"],
      reminders: [{ offset: "-PT1H" }],
    });
  });

  it("says otherwise when it is meant for this one only", () => {
    const made = account();
    made.insist({ type: "update-task", taskId: FIRST, patch: { title: "water twice", scope: "occurrence" } });
    expect(advanced(made)).toMatchObject({ title: "water" });
  });

  it("of the date from now on moves the rule, and is refused where the rule never falls", () => {
    const made = account("FREQ=WEEKLY");
    made.insist({ type: "update-task", taskId: FIRST, patch: { due: { date: "2026-03-04", time: "18:00:00" }, scope: "series" } });
    expect(advanced(made)).toMatchObject({ due: { date: "2026-03-11", time: "18:00:00" } });
    const fixed = account("FREQ=WEEKLY;BYDAY=MO");
    const patch = { due: { date: "2026-03-04", time: "18:00:00" }, scope: "series" as const };
    expect(() => fixed.insist({ type: "update-task", taskId: FIRST, patch })).toThrow(expect.objectContaining({ code: "rule-invalid" }));
  });
});

describe("REC-9 a user in another zone", () => {
  it("finds what floats at the same wall time there, all-day tasks and the reminders of both included", () => {
    const made = single({ date: "2026-03-20", time: "09:00:00" }, { reminders: [{ offset: "-PT1H" }] });
    travel(made, "Asia/Tokyo");
    move(made);
    expect(dueOf(made)).toMatchObject({ time: "09:00:00", timeZone: "Asia/Tokyo", at: "2026-03-20T00:00:00.000Z" });
    expect(made.tasks.get(FIRST)!.reminders).toMatchObject([{ instant: "2026-03-19T23:00:00.000Z" }]);
    const day = single({ date: "2026-03-20" });
    travel(day, "Asia/Tokyo");
    move(day);
    expect(dueOf(day)).toMatchObject({ date: "2026-03-20", time: null, at: "2026-03-19T15:00:00.000Z" });
  });

  it("finds a reminder of a task without a date at the same wall time too", () => {
    const made = single(null, { reminders: [{ at: "2026-03-20T09:00:00" }] });
    travel(made, "Asia/Tokyo");
    move(made);
    expect(made.tasks.get(FIRST)!.reminders).toMatchObject([{ at: "2026-03-20T09:00:00", instant: "2026-03-20T00:00:00.000Z" }]);
  });

  it("finds what was given a zone where it was", () => {
    const made = single({ date: "2026-03-20", time: "09:00:00", timeZone: "America/New_York" });
    travel(made, "Asia/Tokyo");
    expect(made.insist({ type: "move-task", taskId: FIRST })).toEqual([]);
  });

  it("goes on there with a series, whichever is handled first: the change of zone or the completion before it", () => {
    const zoneFirst = account();
    zoneFirst.insist({ type: "complete-task", taskId: FIRST });
    travel(zoneFirst, "Asia/Tokyo");
    move(zoneFirst);
    zoneFirst.deliver();
    const completionFirst = account();
    completionFirst.insist({ type: "complete-task", taskId: FIRST });
    travel(completionFirst, "Asia/Tokyo");
    completionFirst.deliver();
    move(completionFirst);
    for (const made of [zoneFirst, completionFirst]) {
      expect(dueOf(made, NEXT)).toMatchObject({
        date: "2026-03-03",
        time: "09:00:00",
        timeZone: "Asia/Tokyo",
        at: "2026-03-03T00:00:00.000Z",
      });
      expect(made.series!.timeZone).toBe("Asia/Tokyo");
    }
  });

  it("finds what was closed or deleted meanwhile at the same wall time when it comes back", () => {
    for (const [close, back] of [
      ["complete-task", "reopen-task"],
      ["delete-task", "restore-task"],
    ] as const) {
      const made = single({ date: "2026-03-20", time: "09:00:00" }, { reminders: [{ offset: "-PT1H" }] });
      if (close === "complete-task") made.insist({ type: close, taskId: FIRST });
      else made.insist({ type: close, taskId: FIRST, scope: "occurrence", by: "user" });
      travel(made, "Asia/Tokyo");
      made.insist({ type: back, taskId: FIRST });
      expect(dueOf(made)).toMatchObject({ timeZone: "Asia/Tokyo", at: "2026-03-20T00:00:00.000Z" });
      expect(made.tasks.get(FIRST)!.reminders).toMatchObject([{ instant: "2026-03-19T23:00:00.000Z" }]);
    }
  });
});

describe("REC-10 other rules of a zone", () => {
  it("keep the wall time and move its instant, floating or not", () => {
    for (const timeZone of [undefined, "America/New_York"]) {
      const made = single(
        { date: "2026-03-20", time: "09:00:00", ...(timeZone ? { timeZone } : {}) },
        { reminders: [{ offset: "-PT1H" }] },
      );
      const right = made.tasks.get(FIRST)!;
      const hour = 3_600_000;
      const later = (instant: string) => new Date(Date.parse(instant) + hour).toISOString();
      // As a process would have computed it that knew another rule of the zone.
      made.tasks.set(FIRST, {
        ...right,
        due: { ...right.due!, at: later(right.due!.at) },
        reminders: right.reminders.map((reminder) => ({ ...reminder, instant: later(reminder.instant) })),
      });
      expect(made.insist({ type: "retime-task", taskId: FIRST })).toMatchObject([
        { verb: "updated", after: { due: right.due, reminders: right.reminders, version: 2 } },
      ]);
      expect(made.insist({ type: "retime-task", taskId: FIRST })).toEqual([]);
    }
  });

  it("change nothing for what is closed or deleted", () => {
    const made = single({ date: "2026-03-20", time: "09:00:00" });
    made.insist({ type: "complete-task", taskId: FIRST });
    expect(made.insist({ type: "retime-task", taskId: FIRST })).toEqual([]);
  });
});

describe("a wish that does not fit the task as it is", () => {
  const open = () => single({ date: "2026-03-20" });
  const completed = () => {
    const made = open();
    made.insist({ type: "complete-task", taskId: FIRST });
    return made;
  };
  const deleted = () => {
    const made = open();
    made.insist({ type: "delete-task", taskId: FIRST, scope: "occurrence", by: "user" });
    return made;
  };
  it.each([
    ["task-closed", completed, { type: "complete-task", taskId: FIRST }],
    ["task-open", open, { type: "reopen-task", taskId: FIRST }],
    ["task-not-repeating", open, { type: "skip-task", taskId: FIRST }],
    ["task-not-repeating", open, { type: "update-task", taskId: FIRST, patch: { rule: null } }],
    ["task-not-repeating", open, { type: "update-task", taskId: FIRST, patch: { title: "a", scope: "series" } }],
    ["task-closed", completed, { type: "update-task", taskId: FIRST, patch: { rule: { rrules: ["FREQ=DAILY"] } } }],
    ["task-deleted", deleted, { type: "update-task", taskId: FIRST, patch: { title: "a" } }],
    ["task-deleted", deleted, { type: "complete-task", taskId: FIRST }],
    ["task-not-deleted", open, { type: "restore-task", taskId: FIRST }],
    ["task-exists", open, { type: "create-task", taskId: FIRST, input: { title: "a" } }],
    ["task-not-found", open, { type: "complete-task", taskId: NEXT }],
    ["task-stale", open, { type: "complete-task", taskId: FIRST, version: 2 }],
    ["due-required", open, { type: "update-task", taskId: FIRST, patch: { due: null, reminders: [{ offset: "-P1D" }] } }],
    ["time-zone-unknown", open, { type: "update-user", patch: { timeZone: "Mars/Base" } }],
  ] as const)("DATA-3 DATA-5 is refused as %s and changes nothing", (code, make, command) => {
    const made = make();
    const before = JSON.stringify([...made.tasks.values(), made.series, made.user]);
    expect(() => made.insist(command as Parameters<Account["insist"]>[0])).toThrow(expect.objectContaining({ name: "Refused", code }));
    expect(JSON.stringify([...made.tasks.values(), made.series, made.user])).toBe(before);
  });
});
