/** The opaque cursor of a list: a position, bound to the query it belongs to. */
import { createHash } from "node:crypto";
import { HttpError } from "@todo/shared/host/problem.ts";
import type { Position, TaskQuery } from "@todo/shared/tasks/task-query.ts";

type Listed = Pick<TaskQuery, "filter" | "sort">;

const bindingOf = ({ filter, sort }: Listed): string =>
  createHash("sha256")
    .update(JSON.stringify([filter, sort]))
    .digest("base64url")
    .slice(0, 8);

export const writeCursor = (position: Position, listed: Listed): string =>
  Buffer.from(JSON.stringify([bindingOf(listed), position.part, position.key, position.id])).toString("base64url");

/** Throws HttpError 400 for what is no cursor of this very query. */
export function readCursor(cursor: string, listed: Listed): Position {
  const [binding, part, key, id] = fieldsOf(cursor);
  const isPosition =
    typeof part === "number" && Number.isInteger(part) && (key === null || typeof key === "string") && typeof id === "string";
  if (!isPosition || binding !== bindingOf(listed) || !/^[0-9a-f-]{36}$/.test(id)) {
    const expected = "the cursor of the page before, with the same filter and order";
    throw new HttpError(400, "cursor-invalid", `Expected ${expected}.`, [{ path: "cursor", expected }]);
  }
  return { part, key, id };
}

function fieldsOf(cursor: string): unknown[] {
  try {
    const fields: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(fields) ? fields : [];
  } catch {
    return [];
  }
}
