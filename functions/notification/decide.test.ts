import { describe, expect, it } from "vitest";
import { type Attempt, afterAttempt, ringing, type TaskState } from "./decide.ts";

const ringsAt = "2026-11-30T08:00:00.000Z";
const timer = { userId: "u", reminderId: "r", ringsAt };
const reminder = { id: "r", offset: "-P1D", at: null, instant: ringsAt };
const task: TaskState = { id: "t", userId: "u", status: "open", deletedAt: null, reminders: [{ ...reminder, id: "q" }, reminder] };

describe("ringing", () => {
  it("rings at its instant, and says how late it is", () => {
    expect(ringing(timer, task, ringsAt)).toEqual({ kind: "ring", reminder, lateMs: 0 });
    expect(ringing(timer, task, "2026-12-01T08:00:00.250Z")).toEqual({ kind: "ring", reminder, lateMs: 86_400_250 });
  });

  it("rings when the same instant is written differently", () => {
    const written = { ...task, reminders: [{ ...reminder, instant: "2026-11-30T09:00:00+01:00" }] };
    expect(ringing(timer, written, ringsAt).kind).toBe("ring");
  });

  it("waits before its instant, whatever the task says", () => {
    expect(ringing(timer, task, "2026-11-30T07:59:59.999Z")).toEqual({ kind: "wait" });
    expect(ringing(timer, undefined, "2026-11-30T07:59:59.999Z")).toEqual({ kind: "wait" });
  });

  it.each<[string, TaskState | undefined, string]>([
    ["there is no such task", undefined, "gone"],
    ["the task is somebody else's", { ...task, userId: "v" }, "gone"],
    ["the task is deleted", { ...task, deletedAt: ringsAt }, "gone"],
    ["the task is completed", { ...task, status: "completed" }, "closed"],
    ["the task is skipped", { ...task, status: "skipped" }, "closed"],
    ["the reminder was taken away", { ...task, reminders: [{ ...reminder, id: "q" }] }, "moved"],
    ["the reminder was moved", { ...task, reminders: [{ ...reminder, instant: "2026-11-30T08:00:00.001Z" }] }, "moved"],
  ])("drops the timer when %s", (_, state, why) => {
    expect(ringing(timer, state, ringsAt)).toEqual({ kind: "drop", why });
  });
});

describe("what follows from an attempt", () => {
  const answered = (status: number, retryAfterMs: number | null = null): Attempt => ({ kind: "answered", status, retryAfterMs });
  const unreachable: Attempt = { kind: "unreachable", detail: "no" };
  const schedule = [0, 5_000, 30_000];

  it.each<[string, Attempt, number, object]>([
    ["200 is success", answered(200), 1, { kind: "delivered" }],
    ["204 is success at the last attempt", answered(204), 3, { kind: "delivered" }],
    ["a redirect is a failure", answered(302), 1, { kind: "retry", afterMs: 5_000 }],
    ["500 is tried again", answered(500), 2, { kind: "retry", afterMs: 30_000 }],
    ["no answer is tried again", unreachable, 1, { kind: "retry", afterMs: 5_000, detail: "no" }],
    ["the last attempt is the last", answered(500), 3, { kind: "failed", detail: "The receiver answered 500." }],
    ["410 is the last", answered(410), 1, { kind: "failed" }],
    ["a forbidden address is the last", { kind: "forbidden", detail: "private" }, 1, { kind: "failed", detail: "private" }],
    ["a longer wait that was asked for is kept", answered(429, 60_000), 1, { kind: "retry", afterMs: 60_000 }],
    ["a shorter one does not hurry", answered(429, 1_000), 1, { kind: "retry", afterMs: 5_000 }],
    ["nobody may ask for more than a day", answered(503, 1e12), 1, { kind: "retry", afterMs: 86_400_000 }],
  ])("%s", (_, attempt, attempts, step) => {
    expect(afterAttempt(attempt, attempts, schedule)).toMatchObject(step);
  });
});
