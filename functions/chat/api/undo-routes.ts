/** POST /api/v1/undo and /api/v1/redo. */
import type { Writer } from "@todo/shared/database/transact.ts";
import type { Hono } from "hono";
import { undo } from "../undo.ts";
import { oneInteger, readOptionalJson } from "./body.ts";
import { callerOf } from "./caller.ts";
import { parametersOf } from "./query-parameters.ts";
import { answerOf, write } from "./respond.ts";

const MOST_COMMANDS = 20;

export function undoRoutes(app: Hono, { writer }: { writer: Writer }): void {
  for (const direction of ["undo", "redo"] as const) {
    app.post(`/api/v1/${direction}`, async (c) => {
      parametersOf(c, {});
      const { text, value } = await readOptionalJson(c, oneInteger("count", 1, MOST_COMMANDS), {});
      const { userId } = callerOf(c).identity;
      return write(c, writer, text, async (tx, because) => answerOf(await undo(tx, userId, direction, value.count ?? 1, because)));
    });
  }
}
