import type { HistoryEntry, Series, Task, User } from "@todo/shared/contracts/types.ts";
import { newTask } from "@todo/shared/domain/occurrence.ts";
import { newUser } from "@todo/shared/domain/update-user.ts";
import { describe, expect, it } from "vitest";
import type { Deed } from "../deed.ts";
import { isNews } from "../history.ts";
import { describe as describeTask, names } from "./describe.ts";
import { sayDeeds, sayUndone } from "./done.ts";
import { sayHistory } from "./history.ts";
import { say } from "./reply.ts";

const NOW = "2026-11-23T09:00:00.000Z";
const user = newUser("6f1b1c1e-8d0c-5b7c-9f43-2b8e0a4b6a11", null, "Europe/Berlin", "en", NOW)[0]!.after as User;
const given = { user, now: NOW };
const task = (title: string, extra: Partial<Task> = {}): Task => ({ ...newTask(`id-${title}`, user, { title }, NOW), ...extra });
const due = (date: string, time: string | null = null) => ({
  date,
  time,
  timeZone: "Europe/Berlin",
  floating: true,
  at: `${date}T08:00:00.000Z`,
});
const monthly = {
  rule: { rrules: ["FREQ=MONTHLY;BYMONTHDAY=1"], exrules: [], exdates: [], start: "2026-12-01T09:00:00", anchor: "due" },
  endedAt: null,
} as Partial<Series> as Series;

describe("a task in one line", () => {
  it("LANG-2 says the time of day once, unless rule and due differ in it", () => {
    expect(describeTask(task("pay rent", { due: due("2026-12-01", "09:00:00") }), monthly, given)).toBe(
      "“pay rent” · due Tue 1 Dec 09:00 · every month on the 1st",
    );
    expect(describeTask(task("pay rent", { due: due("2026-12-02", "10:00:00") }), monthly, given)).toBe(
      "“pay rent” · due Wed 2 Dec 10:00 · every month on the 1st at 09:00",
    );
  });

  it("shows that a note goes on", () => {
    expect(describeTask(task("a", { description: "one\ntwo" }), null, given)).toBe("“a” · note: one…");
    expect(describeTask(task("a", { description: "one" }), null, given)).toBe("“a” · note: one");
  });

  it.each([
    [["a"], "“a”"],
    [["a", "b"], "“a” and “b”"],
    [["a", "b", "c", "d"], "“a”, “b”, “c” and 1 more"],
  ])("names %j", (titles, expected) => expect(names(titles)).toBe(expected));
});

describe("what was done", () => {
  const deed = (intent: Deed["intent"], title: string, extra: Partial<Deed> = {}): Deed => ({
    intent,
    how: null,
    task: task(title),
    series: null,
    next: null,
    ...extra,
  });

  it.each<[string, Deed[], string[]]>([
    ["a last occurrence", [deed("complete", "gym", { next: "none" })], ["Completed “gym”. That was the last one."]],
    ["a skipped one", [deed("skip", "gym", { next: due("2026-11-24") })], ["Skipped “gym” this time. Next: tomorrow."]],
    [
      "an occurrence deleted alone",
      [deed("delete", "gym", { next: due("2026-11-24") })],
      ["Deleted “gym” this time. Next: tomorrow. Say “undo” to have it back."],
    ],
    [
      "deletions and something else",
      [deed("delete", "a"), deed("delete", "b"), deed("create", "c")],
      ["Deleted “a”.", "Deleted “b”. Say “undo” to have them back.", "Added “c”"],
    ],
    [
      "a title that keeps its date",
      [deed("retitle", "high noon", { task: task("high noon", { due: due("2026-11-24") }) })],
      ["The title is now “high noon” · due tomorrow"],
    ],
  ])("%s", (_, deeds, expected) => expect(sayDeeds(deeds, given)).toEqual(expected));

  it("UNDO-1 says how things are again, without what only came or went beside them", () => {
    const rent = task("pay rent", { due: due("2026-11-24") });
    const successor = task("pay rent", { id: "next", predecessorId: rent.id, deletedAt: NOW });
    const undone = { commands: [{ commandId: "c", tasks: [rent, successor] }], kept: [] };
    expect(sayUndone("undo", undone, given)).toBe("Undone: “pay rent” · due tomorrow.");
    const gone = { commands: [{ commandId: "c", tasks: [task("milk", { deletedAt: NOW })] }], kept: [] };
    expect(sayUndone("undo", gone, given)).toBe("Undone: “milk” is gone.");
  });
});

describe("what happened", () => {
  const entry = (type: string, data: object, time = NOW): HistoryEntry =>
    ({ type, time, sequence: 1, subject: "s", eventId: "e", data }) as Partial<HistoryEntry> as HistoryEntry;

  it("is told by what people know of a task", () => {
    const changes = [
      { field: "title", from: "old", to: "new" },
      { field: "due", from: null, to: due("2026-11-24") },
      { field: "version", from: 1, to: 2 },
    ];
    expect(sayHistory([entry("todo.task.updated.v1", { task: { title: "new" }, changes, reason: "undo" })], given)).toBe(
      "· 10:00 changed “new” (was “old”, due tomorrow), by undo",
    );
    expect(sayHistory([entry("todo.task.completed.v1", { task: { title: "a" } }, "2026-11-22T09:00:00.000Z")], given)).toBe(
      "· yesterday 10:00 completed “a”",
    );
  });

  it.each([
    ["todo.reminder.scheduled.v1", [], false],
    ["todo.series.updated.v1", ["id", "rule"], false],
    ["todo.series.updated.v1", ["template"], false],
    ["todo.series.updated.v1", ["rule"], true],
    ["todo.series.updated.v1", ["endedAt"], true],
    ["todo.task.created.v1", ["id"], true],
  ])("%s of %j is news: %s", (type, fields, expected) => {
    expect(isNews(entry(type, { changes: fields.map((field) => ({ field })) }))).toBe(expected);
  });
});

describe("small talk", () => {
  it("is answered in kind", () => {
    const answers = ["greeting", "thanks", "parting", "praise", "blame", "apology", "self"].map((topic) =>
      say({ say: "smalltalk", topic }),
    );
    expect(new Set(answers).size).toBe(answers.length);
  });
});
