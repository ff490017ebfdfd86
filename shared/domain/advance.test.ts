import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { successorId } from "./advance.ts";
import { changesOf, type Step } from "./step.ts";
import { type Account, account, FIRST } from "./testing/account.ts";

type Action = {
  act:
    | "complete"
    | "skip"
    | "reopen"
    | "delete"
    | "restore"
    | "undo"
    | "stop"
    | "resume"
    | "travel"
    | "move"
    | "deliver"
    | "double"
    | "wait";
  pick: number;
};
const action: fc.Arbitrary<Action> = fc.record({
  act: fc.constantFrom(
    ...([
      "complete",
      "complete",
      "skip",
      "reopen",
      "delete",
      "restore",
      "undo",
      "stop",
      "resume",
      "travel",
      "move",
      "deliver",
      "deliver",
      "double",
      "wait",
    ] as const),
  ),
  pick: fc.nat(5),
});

const ZONES = ["Europe/Berlin", "Asia/Tokyo", "America/New_York"];

/** What recurrence does with any change of zone. */
const move = (made: Account): void => {
  for (const { id } of made.open()) made.run({ type: "move-task", taskId: id });
};

/** Plays a random life: people act on whatever they see, events arrive late, twice, in any order. */
function play(made: Account, actions: Action[]): void {
  let before: Step[] = [];
  for (const { act, pick } of actions) {
    const tasks = [...made.tasks.values()];
    const taskId = tasks[pick % tasks.length]!.id;
    const seriesId = made.series!.id;
    if (act === "complete") before = made.run({ type: "complete-task", taskId });
    else if (act === "skip") before = made.run({ type: "skip-task", taskId });
    else if (act === "reopen") made.run({ type: "reopen-task", taskId });
    else if (act === "delete") made.run({ type: "delete-task", taskId, scope: "occurrence", by: "user" });
    else if (act === "restore") made.run({ type: "restore-task", taskId });
    else if (act === "undo" && before[0]?.of === "task") made.run({ type: "reopen-task", taskId: before[0].after.id });
    else if (act === "stop") made.run({ type: "stop-series", seriesId });
    else if (act === "resume" && made.series!.endedAt) {
      made.run({ type: "revert-series", seriesId, changes: changesOf({ ...made.series!, endedAt: null }, made.series!) });
    } else if (act === "travel") made.run({ type: "update-user", patch: { timeZone: ZONES[pick % ZONES.length]! } });
    else if (act === "move") move(made);
    else if (act === "wait") made.clock += 90_000_000;
    else if ((act === "deliver" || act === "double") && made.queue.length > 0) {
      const [id] = made.queue.splice(pick % made.queue.length, act === "double" ? 0 : 1);
      if (id) made.deliver();
    }
  }
  const isMovedFirst = actions.length % 2 === 0;
  if (isMovedFirst) move(made);
  while (made.queue.pop()) made.deliver();
  if (!isMovedFirst) move(made);
}

describe("advance", () => {
  it("REC-1 REC-2 REC-9 whatever happens in whatever order, a running series goes on by one occurrence, where its user is (100 000 lives)", () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 14 }), (actions) => {
        const made = account();
        play(made, actions);
        const alive = [...made.tasks.values()].filter((task) => task.deletedBy !== "undo").sort((a, b) => b.ordinal - a.ordinal);
        if (!made.series!.endedAt) expect(alive[0]).toMatchObject({ status: "open", deletedAt: null });
        // Only what a person has reopened or restored may be open beside it.
        expect(made.open().filter((task) => !made.revived.has(task.id)).length).toBeLessThanOrEqual(1);
        for (const { due } of made.open()) expect(due).toMatchObject({ time: "09:00:00", timeZone: made.user.timeZone });
        const parents = [...made.tasks.values()].flatMap((task) => task.predecessorId ?? []);
        expect(new Set(parents).size).toBe(parents.length);
        expect(new Set(alive.map((task) => task.ordinal)).size).toBe(alive.length);
      }),
      { numRuns: 100_000 },
    );
  }, 180_000);

  it("REC-2 gives the successor an identity that follows from its predecessor", () => {
    const made = account();
    made.run({ type: "complete-task", taskId: FIRST });
    made.deliver();
    expect(made.open()).toMatchObject([
      { id: successorId(FIRST), predecessorId: FIRST, ordinal: 2, due: { date: "2026-03-03", time: "09:00:00" } },
    ]);
    expect(made.deliver()).toEqual([]);
  });

  it("REC-3 jumps over what is past when the occurrence is closed, and says what was jumped", () => {
    const made = account();
    made.clock = Date.parse("2026-03-05T12:00:00Z");
    made.run({ type: "complete-task", taskId: FIRST });
    const [step] = made.deliver()!;
    expect(step).toMatchObject({
      jumped: ["2026-03-03T09:00:00", "2026-03-04T09:00:00", "2026-03-05T09:00:00"],
      after: { ordinal: 5, due: { date: "2026-03-06" } },
    });
  });

  it("REC-3 counts from the nominal occurrence, not from where it was moved to", () => {
    const made = account("FREQ=WEEKLY");
    made.run({ type: "update-task", taskId: FIRST, patch: { due: { date: "2026-03-04", time: "18:00:00" } } });
    made.clock = Date.parse("2026-03-04T18:00:00Z");
    made.run({ type: "complete-task", taskId: FIRST });
    expect(made.deliver()).toMatchObject([{ after: { due: { date: "2026-03-09", time: "09:00:00" } } }]);
  });

  it("REC-4 counts from the completion when the rule says so", () => {
    const made = account("FREQ=DAILY;INTERVAL=3", "completion");
    made.clock = Date.parse("2026-03-10T12:00:00Z");
    made.run({ type: "complete-task", taskId: FIRST });
    expect(made.deliver()).toMatchObject([{ after: { due: { date: "2026-03-13", time: "09:00:00" } } }]);
  });

  it("REC-5 keeps 9:00 local time across a DST change", () => {
    const made = account("FREQ=WEEKLY;BYDAY=MO");
    made.clock = Date.parse("2026-03-23T12:00:00Z");
    made.run({ type: "complete-task", taskId: FIRST });
    expect(made.deliver()).toMatchObject([{ after: { due: { date: "2026-03-30", time: "09:00:00", at: "2026-03-30T07:00:00.000Z" } } }]);
  });

  it("REC-7 ends with COUNT, and a series that has ended gets no successor", () => {
    const made = account("FREQ=DAILY;COUNT=1");
    made.run({ type: "complete-task", taskId: FIRST });
    expect(made.deliver()).toEqual([]);
  });

  it("REC-6 reopening takes the untouched successor back, completing again revives it anew; a touched one stays", () => {
    const made = account();
    made.run({ type: "complete-task", taskId: FIRST });
    made.deliver();
    made.run({ type: "reopen-task", taskId: FIRST });
    expect(made.open().map((task) => task.id)).toEqual([FIRST]);
    made.run({ type: "complete-task", taskId: FIRST });
    expect(made.deliver()).toMatchObject([{ verb: "restored", after: { id: successorId(FIRST), status: "open", deletedAt: null } }]);
    made.run({ type: "update-task", taskId: successorId(FIRST), patch: { title: "water the roses", scope: "occurrence" } });
    made.run({ type: "reopen-task", taskId: FIRST });
    expect(made.open()).toHaveLength(2);
  });

  it("REC-6 a successor that was completed and opened again is as it was made: two completions taken back leave one open task", () => {
    const made = account();
    made.run({ type: "complete-task", taskId: FIRST });
    made.deliver();
    made.run({ type: "complete-task", taskId: successorId(FIRST) });
    made.deliver();
    made.run({ type: "reopen-task", taskId: successorId(FIRST) });
    made.run({ type: "reopen-task", taskId: FIRST });
    expect(made.open().map((task) => task.id)).toEqual([FIRST]);
  });
});
