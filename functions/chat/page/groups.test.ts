import type { Due, Task } from "@todo/shared/contracts/types.ts";
import { describe, expect, it } from "vitest";
import { type Group, grouped, groupOf } from "./groups.ts";

const BERLIN = "Europe/Berlin";
const NOW = Date.parse("2026-11-23T10:00:00Z"); // Monday, 11:00 in Berlin

const due = (date: string, time: string | null, at: string): Due => ({ date, time, timeZone: BERLIN, floating: true, at });
const task = (said: Partial<Task>): Task => ({
  id: "t",
  userId: "u",
  title: "",
  description: "",
  priority: "none",
  tags: [],
  status: "open",
  due: null,
  reminders: [],
  seriesId: null,
  predecessorId: null,
  ordinal: 1,
  occurrence: null,
  version: 1,
  sequence: 1,
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-01T00:00:00.000Z",
  completedAt: null,
  deletedAt: null,
  deletedBy: null,
  ...said,
});

describe("the groups of the list", () => {
  it.each<[Group, Due | null, string]>([
    ["overdue", due("2026-11-23", "10:59:00", "2026-11-23T09:59:00.000Z"), "a minute ago"],
    ["today", due("2026-11-23", "11:01:00", "2026-11-23T10:01:00.000Z"), "in a minute"],
    ["today", due("2026-11-23", null, "2026-11-22T23:00:00.000Z"), "all day today, though its start has passed"],
    ["overdue", due("2026-11-22", null, "2026-11-21T23:00:00.000Z"), "all day yesterday"],
    ["week", due("2026-11-24", "00:30:00", "2026-11-23T23:30:00.000Z"), "tomorrow here, today in UTC"],
    ["week", due("2026-11-30", null, "2026-11-29T23:00:00.000Z"), "in seven days"],
    ["later", due("2026-12-01", null, "2026-11-30T23:00:00.000Z"), "in eight days"],
    ["undated", null, "no date"],
  ])("%s: %#", (group, due) => {
    expect(groupOf(task({ due }), NOW, BERLIN)).toBe(group);
  });

  it("puts closed tasks in a group of their own, whenever they were due, and deleted ones nowhere", () => {
    const closed = task({ id: "closed", status: "completed", due: due("2026-11-22", null, "2026-11-21T23:00:00.000Z") });
    const gone = task({ id: "gone", deletedAt: "2026-11-23T09:00:00.000Z" });
    const groups = grouped([closed, gone], NOW, BERLIN);
    expect(Object.values(groups).flat()).toEqual([closed]);
    expect(groups.closed).toEqual([closed]);
  });

  it("keeps what is held where it is, though it is closed or deleted meanwhile", () => {
    const closed = task({ id: "closed", status: "completed" });
    const gone = task({ id: "gone", deletedAt: "2026-11-23T09:00:00.000Z" });
    const held = new Map<string, Group>([
      ["closed", "today"],
      ["gone", "undated"],
    ]);
    const groups = grouped([closed, gone], NOW, BERLIN, held);
    expect([groups.today, groups.undated, groups.closed]).toEqual([[closed], [gone], []]);
  });

  it("orders by the due moment, then by priority, then by age", () => {
    const at = due("2026-11-23", "15:00:00", "2026-11-23T14:00:00.000Z");
    const tasks = [
      task({ id: "low", due: at, priority: "low" }),
      task({ id: "urgent", due: at, priority: "urgent" }),
      task({ id: "all-day", due: due("2026-11-23", null, "2026-11-22T23:00:00.000Z") }),
      task({ id: "older", due: at, priority: "low", createdAt: "2026-10-01T00:00:00.000Z" }),
    ];
    expect(grouped(tasks, NOW, BERLIN).today.map(({ id }) => id)).toEqual(["all-day", "urgent", "older", "low"]);
  });
});
