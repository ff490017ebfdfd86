import { expect, it } from "vitest";
import { chainLines, type Happened } from "./chain.ts";

const event = (sequence: number, type: string, causationId: string | null, extra: Partial<Happened> = {}): Happened => ({
  eventId: `e${sequence}`,
  type,
  source: "/todo/chat",
  subject: "t1",
  sequence,
  time: `2026-11-23T09:00:00.00${sequence}Z`,
  causationId,
  correlationId: "c1",
  title: null,
  ...extra,
});

it("SC-008 shows what caused what, where, and after how long", () => {
  const events = [
    event(1, "todo.task.completed.v1", null, { title: "water" }),
    event(2, "todo.task.created.v1", "e1", { source: "/todo/recurrence", title: "water" }),
    event(3, "todo.reminder.scheduled.v1", "e1", { source: "/todo/recurrence" }),
  ];
  const handled = [{ eventId: "e1", function: "recurrence", at: "2026-11-23T09:00:00.009Z", ms: 4, outcome: "done" }];
  expect(chainLines(events, handled)).toEqual([
    "2026-11-23T09:00:00.001Z  command c1",
    "└─ #1 todo.task.completed.v1 “water”  by /todo/chat  +0 ms",
    "   │  → recurrence: done +8 ms (took 4 ms)",
    "   ├─ #2 todo.task.created.v1 “water”  by /todo/recurrence  +1 ms",
    "   └─ #3 todo.reminder.scheduled.v1  by /todo/recurrence  +2 ms",
  ]);
});
