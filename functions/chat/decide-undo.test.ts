import type { Change, Reason } from "@todo/shared/contracts/types.ts";
import { describe, expect, it } from "vitest";
import { candidates, type Direction, inverseOf, type Recorded } from "./decide-undo.ts";

const change = (field: string, from: unknown, to: unknown): Change => ({ field, from, to });

function event(type: string, changed: Partial<Recorded> = {}): Recorded {
  return {
    sequence: 1,
    correlationId: "A",
    type,
    subject: "t",
    changes: [],
    actor: { kind: "user", id: "u" },
    reason: "command",
    undoes: null,
    predecessorId: null,
    ...changed,
  };
}

/** "A B undo:B" → a journal in which these happened in this order, newest first as it is read. */
function journal(story: string): Recorded[] {
  const events = story.split(" ").map((word, index) => {
    const [what = "", undoes] = word.split(":");
    const isInversion = undoes !== undefined;
    return event("task.updated", {
      sequence: index + 1,
      correlationId: isInversion ? `${what}${index}` : what,
      reason: isInversion ? (what as Reason) : "command",
      undoes: undoes ?? null,
    });
  });
  return events.reverse();
}

describe("candidates", () => {
  const table: [string, Direction, string][] = [
    ["A B C", "undo", "C B A"],
    ["A B C", "redo", ""],
    ["A B undo:B", "undo", "A"],
    ["A B undo:B", "redo", "B"],
    ["A B undo:B undo:A", "undo", ""],
    ["A B undo:B undo:A", "redo", "A B"],
    ["A B undo:B undo:A redo:A", "undo", "A"],
    ["A B undo:B undo:A redo:A", "redo", "B"],
    ["A B undo:B undo:A redo:A redo:B", "undo", "B A"],
    ["A B undo:B undo:A redo:A redo:B", "redo", ""],
    ["A B undo:B undo:A redo:A undo:A", "redo", "A B"],
    ["A undo:A B", "undo", "B"],
    ["A undo:A B", "redo", ""],
    ["A undo:A B undo:B", "undo", ""],
    ["A undo:A B undo:B", "redo", "B"],
  ];
  it.each(table)("UNDO-1 after %s, %s takes [%s]", (story, direction, expected) => {
    const { found } = candidates(journal(story), direction);
    expect(found.map(({ commandId }) => commandId).join(" ")).toBe(expected);
  });

  it("inverts a redo by its own events, not by those of long ago", () => {
    const { found } = candidates(journal("A undo:A redo:A"), "undo");
    expect(found[0]!.events.map(({ sequence }) => sequence)).toEqual([3]);
  });

  it("keeps the events of one command together, newest first", () => {
    const events = [event("task.created", { sequence: 2 }), event("series.updated", { sequence: 1, changes: [change("id", null, "s")] })];
    expect(candidates(events, "undo").found).toEqual([{ commandId: "A", events }]);
  });

  it("sees nothing that a function did, that has no inverse, or that was before an erasure", () => {
    const events = [
      event("task.updated", { correlationId: "F", actor: { kind: "function", id: "recurrence" } }),
      event("user.updated", { correlationId: "R", changes: [change("id", null, "u")] }),
      event("user.erased", { correlationId: "E", reason: "erasure" }),
      event("task.updated", { correlationId: "A" }),
    ];
    expect(candidates(events, "undo")).toEqual({ found: [], ended: true });
  });
});

describe("inverseOf", () => {
  const rename = [change("title", "a", "b")];
  const table: [string, Recorded, object | null][] = [
    ["created → removed", event("task.created"), { type: "delete-task", taskId: "t", scope: "occurrence", by: "undo" }],
    ["updated → reverted", event("task.updated", { changes: rename }), { type: "revert-task", taskId: "t", changes: rename }],
    ["completed → reopened", event("task.completed"), { type: "reopen-task", taskId: "t" }],
    ["skipped → reopened", event("task.skipped"), { type: "reopen-task", taskId: "t" }],
    [
      "reopened → completed",
      event("task.reopened", { changes: [change("status", "completed", "open")] }),
      { type: "complete-task", taskId: "t" },
    ],
    ["reopened → skipped", event("task.reopened", { changes: [change("status", "skipped", "open")] }), { type: "skip-task", taskId: "t" }],
    ["deleted → restored", event("task.deleted", { changes: [change("deletedBy", null, "user")] }), { type: "restore-task", taskId: "t" }],
    [
      "deleted with its predecessor's closing → by recurrence",
      event("task.deleted", { changes: [change("deletedBy", null, "undo")], predecessorId: "p" }),
      null,
    ],
    [
      "an occurrence that the user deleted → restored",
      event("task.deleted", { changes: [change("deletedBy", null, "user")], predecessorId: "p" }),
      { type: "restore-task", taskId: "t" },
    ],
    [
      "restored → deleted by whom it was",
      event("task.restored", { changes: [change("deletedBy", "user", null)] }),
      { type: "delete-task", taskId: "t", scope: "occurrence", by: "user" },
    ],
    [
      "restored after undo → removed",
      event("task.restored", { changes: [change("deletedBy", "undo", null)] }),
      { type: "delete-task", taskId: "t", scope: "occurrence", by: "undo" },
    ],
    ["a series begun → stopped", event("series.updated", { changes: [change("id", null, "t")] }), { type: "stop-series", seriesId: "t" }],
    [
      "a series changed → reverted",
      event("series.updated", { changes: rename }),
      { type: "revert-series", seriesId: "t", changes: rename },
    ],
    ["a profile changed → reverted", event("user.updated", { changes: rename }), { type: "revert-user", changes: rename }],
    ["a user registered → nothing", event("user.updated", { changes: [change("id", null, "u")] }), null],
    ["a type of tomorrow → nothing", event("task.archived"), null],
  ];
  it.each(table)("%s", (_, recorded, expected) => {
    expect(inverseOf(recorded)).toEqual(expected);
  });
});
