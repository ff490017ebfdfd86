/** Writing tasks over HTTP: every route is one command in the envelope. */
import type { Batch, BatchOperation, Task } from "@todo/shared/contracts/types.ts";
import * as contracts from "@todo/shared/contracts/validators.generated.js";
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";
import type { Command, Scope } from "@todo/shared/domain/commands.ts";
import { REFUSALS, Refused } from "@todo/shared/domain/refused.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { type Because, execute } from "@todo/shared/tasks/execute.ts";
import { readTask } from "@todo/shared/tasks/read.ts";
import type { Context, Hono } from "hono";
import { v7 as uuidv7 } from "uuid";
import { restoreVersion } from "../restore-version.ts";
import { invalid, oneInteger, readJson, readNothing } from "./body.ts";
import { callerOf } from "./caller.ts";
import { canonicalId, idOf } from "./identifiers.ts";
import { wishedVersion } from "./preconditions.ts";
import { parametersOf } from "./query-parameters.ts";
import { answerOf, taskAnswer, write } from "./respond.ts";

const VERBS = ["complete", "reopen", "skip", "restore"] as const;
const SEQUENCE = oneInteger("sequence", 1, Number.MAX_SAFE_INTEGER);

export function taskCommandRoutes(app: Hono, { writer }: { writer: Writer }): void {
  app.post("/api/v1/tasks", async (c) => {
    const { text, value } = await readJson(c, contracts.taskInput);
    const taskId = value.id ? canonicalId(value.id, "/id") : uuidv7();
    return write(c, writer, text, async (tx, because) => {
      const task = await run(c, tx, { type: "create-task", taskId, input: value }, because);
      return { ...taskAnswer(task), status: 201, location: `/api/v1/tasks/${taskId}` };
    });
  });

  app.post("/api/v1/tasks/batch", async (c) => {
    const { text, value } = await readJson(c, contracts.batch);
    const commands = commandsOf(value);
    return write(c, writer, text, async (tx, because) => {
      const tasks: Task[] = [];
      for (const [index, command] of commands.entries()) tasks.push(await at(index, () => run(c, tx, command, because)));
      return answerOf({ tasks });
    });
  });

  app.patch("/api/v1/tasks/:id", async (c) => {
    const target = targetOf(c);
    const { text, value } = await readJson(c, contracts.taskPatch);
    return write(c, writer, text, async (tx, because) =>
      taskAnswer(await run(c, tx, { type: "update-task", ...target, patch: value }, because)),
    );
  });

  app.delete("/api/v1/tasks/:id", async (c) => {
    const target = targetOf(c);
    const { scope } = parametersOf(c, { scope: scopeOf });
    const { text } = await readNothing(c);
    return write(c, writer, text, async (tx, because) =>
      taskAnswer(await run(c, tx, { type: "delete-task", ...target, scope: scope ?? "occurrence", by: "user" }, because)),
    );
  });

  for (const verb of VERBS) {
    app.post(`/api/v1/tasks/:id/${verb}`, async (c) => {
      const target = targetOf(c);
      parametersOf(c, {});
      const { text } = await readNothing(c);
      return write(c, writer, text, async (tx, because) => taskAnswer(await run(c, tx, { type: `${verb}-task`, ...target }, because)));
    });
  }

  app.post("/api/v1/tasks/:id/restore-version", async (c) => {
    const target = targetOf(c);
    const { text, value } = await readJson(c, SEQUENCE);
    const { sequence } = value;
    if (sequence === undefined) throw invalid([{ path: "/sequence", expected: "to be given" }]);
    return write(c, writer, text, async (tx, because) =>
      taskAnswer(await restoreVersion(tx, callerOf(c).identity.userId, { ...target, sequence }, because)),
    );
  });
}

const targetOf = (c: Context): { taskId: string; version: number | undefined } => ({ taskId: idOf(c), version: wishedVersion(c) });

/** Executes a command on a task and returns that task as it is then, also when nothing was to do. */
async function run(c: Context, tx: Transaction, command: Command & { taskId: string }, because: Because): Promise<Task> {
  const { userId } = callerOf(c).identity;
  const { tasks } = await execute(tx, userId, command, because);
  const task = tasks.findLast(({ id }) => id === command.taskId) ?? (await readTask(tx, userId, command.taskId));
  if (!task) throw new Error(`${command.type} left no task ${command.taskId}.`);
  return task;
}

function scopeOf(text: string): Scope {
  if (text !== "occurrence" && text !== "series") throw new Error("occurrence or series");
  return text;
}

function commandsOf({ operations }: Batch): (Command & { taskId: string })[] {
  return operations.map((operation, index) => commandOf(operation, (id) => canonicalId(id, `/operations/${index}/id`)));
}

function commandOf(operation: BatchOperation, canonical: (id: string) => string): Command & { taskId: string } {
  if (operation.op === "create") {
    const { id } = operation.task;
    return { type: "create-task", taskId: id ? canonical(id) : uuidv7(), input: operation.task };
  }
  const target = { taskId: canonical(operation.id), version: operation.version };
  switch (operation.op) {
    case "update":
      return { type: "update-task", ...target, patch: operation.patch };
    case "delete":
      return { type: "delete-task", ...target, scope: operation.scope ?? "occurrence", by: "user" };
    default:
      return { type: `${operation.op}-task`, ...target };
  }
}

/** Says which operation of a batch was refused; none of them has happened then. */
async function at<T>(index: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const detail = `Operation ${index} was refused, so none was done: ${error.message}`;
    throw new HttpError(REFUSALS[error.code], error.code, detail, [{ path: `/operations/${index}`, expected: error.message }]);
  }
}
