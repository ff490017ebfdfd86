import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Series, Task, User } from "../contracts/types.ts";
import { isClosing } from "../events/topics.ts";
import { successorId } from "./advance.ts";
import type { Command } from "./commands.ts";
import { decide } from "./decide.ts";
import { Refused } from "./refused.ts";
import type { State } from "./state.ts";
import { changesOf, type Step } from "./step.ts";
import { newUser } from "./update-user.ts";

const USER_ID = "6f1b1c1e-8d0c-5b7c-9f43-2b8e0a4b6a11";
const FIRST = "00000000-0000-4000-8000-000000000001";
const user = newUser(USER_ID, null, "Europe/Berlin", "en", "2026-01-01T00:00:00.000Z")[0]!.after as User;

/** A whole account in memory: the same decisions as in production, over a map instead of tables. */
class Account {
  tasks = new Map<string, Task>();
  series: Series | null = null;
  /** Closing events that recurrence has not handled yet. */
  queue: string[] = [];
  /** What a person has reopened or restored. */
  revived = new Set<string>();
  clock = Date.parse("2026-03-02T08:00:00Z");
  #ids = 0;

  now = () => new Date(this.clock).toISOString();
  newId = () => `00000000-0000-4000-9000-${String(++this.#ids).padStart(12, "0")}`;
  #last(): Task | null {
    const alive = [...this.tasks.values()].filter((task) => task.deletedBy !== "undo");
    return alive.sort((a, b) => b.ordinal - a.ordinal)[0] ?? null;
  }
  #after = (task: Task | null) => (task && [...this.tasks.values()].find((other) => other.predecessorId === task.id)) ?? null;

  state(command: Command): State {
    const task = "taskId" in command ? (this.tasks.get(command.taskId) ?? null) : null;
    const last = "seriesId" in command ? this.#last() : null;
    return { user, task, series: this.series, last, successor: this.#after("seriesId" in command ? last : task) };
  }

  run(command: Command): Step[] {
    this.clock += 60_000;
    let steps: Step[];
    try {
      steps = decide(this.state(command), command, { now: this.now(), newId: this.newId });
    } catch (error) {
      if (error instanceof Refused) return [];
      throw error;
    }
    for (const step of steps) {
      if (step.of === "series") this.series = step.after;
      if (step.of !== "task") continue;
      if (step.verb === "created") expect(this.tasks.has(step.after.id)).toBe(false);
      this.tasks.set(step.after.id, step.after);
      if (command.type === "reopen-task" || command.type === "restore-task") this.revived.add(command.taskId);
      if (isClosing(`todo.task.${step.verb}.v1`)) this.queue.push(step.after.id);
    }
    return steps;
  }

  /** What recurrence does with any closing event. */
  deliver = () => this.series && this.run({ type: "advance-series", seriesId: this.series.id });
  open = () => [...this.tasks.values()].filter((task) => task.status === "open" && !task.deletedAt);
}

function account(rrule = "FREQ=DAILY", anchor: "due" | "completion" = "due"): Account {
  const made = new Account();
  made.run({
    type: "create-task",
    taskId: FIRST,
    input: { title: "water", due: { date: "2026-03-02", time: "09:00:00" }, rule: { rrules: [rrule], anchor } },
  });
  return made;
}

type Action = {
  act: "complete" | "skip" | "reopen" | "delete" | "restore" | "undo" | "stop" | "resume" | "deliver" | "double" | "wait";
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
      "deliver",
      "deliver",
      "double",
      "wait",
    ] as const),
  ),
  pick: fc.nat(5),
});

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
    } else if (act === "wait") made.clock += 90_000_000;
    else if ((act === "deliver" || act === "double") && made.queue.length > 0) {
      const [id] = made.queue.splice(pick % made.queue.length, act === "double" ? 0 : 1);
      if (id) made.deliver();
    }
  }
  while (made.queue.pop()) made.deliver();
}

describe("advance", () => {
  it("REC-1 REC-2 whatever happens in whatever order, a running series goes on by exactly one occurrence (100 000 lives)", () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 14 }), (actions) => {
        const made = account();
        play(made, actions);
        const alive = [...made.tasks.values()].filter((task) => task.deletedBy !== "undo").sort((a, b) => b.ordinal - a.ordinal);
        if (!made.series!.endedAt) expect(alive[0]).toMatchObject({ status: "open", deletedAt: null });
        // Only what a person has reopened or restored may be open beside it.
        expect(made.open().filter((task) => !made.revived.has(task.id)).length).toBeLessThanOrEqual(1);
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

  it("ends with COUNT, and a series that has ended gets no successor", () => {
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
});
