/** The sync protocol's decisions, as values: which answer a cursor gets, and how much of it goes into one message. */
import type { Changes, Notice, Series, Task, User } from "@todo/shared/contracts/types.ts";

/** Up to where a client knows everything: the number of the last event it has seen the effect of, in the generation of the database. */
export type Cursor = { generation: number; sequence: number };

export type Row =
  | { kind: "task"; sequence: number; value: Task }
  | { kind: "series"; sequence: number; value: Series }
  | { kind: "user"; sequence: number; value: User }
  | { kind: "notice"; sequence: number; value: Notice };

/** A row and the characters it takes on the wire, about. */
export type SizedRow = Row & { size: number };

/** One snapshot of one user: the head of the stream (null before the first event) and the rows that were asked for, by sequence. */
export type Snapshot = {
  head: Cursor | null;
  /** Whether anything at or below the cursor is still as the client knows it. */
  isKept: boolean;
  rows: SizedRow[];
  /** More rows than were asked for exist. */
  isCut: boolean;
};

export type Answer = { message: Changes; cursor: Cursor; isComplete: boolean };

/** Where a user stands who has never done anything. */
export const NOWHERE: Cursor = { generation: 0, sequence: 0 };

/** Reads "generation.sequence"; null for what no cursor of ours can be, which like any other wrong one gets a reset. */
export function parseCursor(text: string | null | undefined): Cursor | null {
  const match = /^(\d{1,10})\.(\d{1,19})$/.exec(text ?? "");
  const cursor = { generation: Number(match?.[1]), sequence: Number(match?.[2]) };
  return match && Number.isSafeInteger(cursor.sequence) ? cursor : null;
}

export const formatCursor = ({ generation, sequence }: Cursor): string => `${generation}.${sequence}`;

export const isSameCursor = (one: Cursor | null, other: Cursor | null): boolean =>
  one?.generation === other?.generation && one?.sequence === other?.sequence;

/**
 * Whether what a client knows cannot be carried on from its cursor: it is of another generation (the database was restored), ahead of the
 * head, or nothing that it knows exists any more. Rows only vanish by erasure, and then all that were there do.
 */
export function needsReset(cursor: Cursor, { head, isKept }: Pick<Snapshot, "head" | "isKept">): boolean {
  const { generation, sequence } = head ?? NOWHERE;
  if (cursor.generation !== generation || cursor.sequence > sequence) return true;
  return cursor.sequence > 0 && cursor.sequence < sequence && !isKept;
}

/** The message that brings a client to the snapshot, or as far as `mostSize` goes: then its cursor is where it ends. */
export function answerOf(type: Changes["type"], { head, rows, isCut }: Snapshot, mostSize: number): Answer {
  const end = endOf(rows, isCut, mostSize);
  const taken = end === null ? rows : rows.filter((row) => row.sequence < end);
  const cursor = end === null ? (head ?? NOWHERE) : { generation: head?.generation ?? 0, sequence: end - 1 };
  const message: Changes = { type, cursor: formatCursor(cursor), tasks: [], series: [], user: null, notices: [] };
  for (const row of taken) add(message, row);
  return { message, cursor, isComplete: end === null };
}

/** The sequence that does not fit any more, or null. Rows of one sequence stay together, and the first ones always fit. */
function endOf(rows: SizedRow[], isCut: boolean, mostSize: number): number | null {
  const first = rows[0]?.sequence;
  let size = 0;
  for (const row of rows) {
    size += row.size;
    if (size > mostSize && row.sequence !== first) return row.sequence;
  }
  const last = rows.at(-1)?.sequence;
  return isCut && last !== undefined && last !== first ? last : null;
}

function add(message: Changes, row: Row): void {
  switch (row.kind) {
    case "task":
      message.tasks.push(row.value);
      return;
    case "series":
      message.series.push(row.value);
      return;
    case "user":
      message.user = row.value;
      return;
    case "notice":
      message.notices.push(row.value);
      return;
  }
}

/** Whether a message tells nothing but a new cursor. */
export const isEmpty = ({ type, tasks, series, user, notices }: Changes): boolean =>
  type === "changes" && tasks.length === 0 && series.length === 0 && user === null && notices.length === 0;
