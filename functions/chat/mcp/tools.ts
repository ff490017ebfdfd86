/** What assistants may do. Each tool is one operation of the API, said in another way: same checks, same path, same refusals (API-3). */
import { type ApiDescription, type Operation, operationOf } from "./operation.ts";

/** What an assistant may assume before it calls (MCP: tool annotations). */
export type Hints = { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: false };

export type Tool = { name: string; description: string; hints: Hints; operation: Operation };

/** For every assistant, before it looks at the tools. */
export const INSTRUCTIONS = [
  'The to-do list of one person. Prefer "say" with their own words: it understands sentences with dates, times and repetitions in their time zone.',
  'Use the other tools for exact changes: ids and versions come from "list_tasks". "undo" takes back the last change.',
].join(" ");

const READS: Hints = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
const ADDS: Hints = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false };
/** A second time there is nothing left to do. */
const SETTLES: Hints = { ...ADDS, idempotentHint: true };
const OVERWRITES: Hints = { ...SETTLES, destructiveHint: true };
const ANYTHING: Hints = { ...ADDS, destructiveHint: true };

const TOOLS: { name: string; does: string; hints: Hints; advice?: string }[] = [
  {
    name: "say",
    does: "chat",
    hints: ANYTHING,
    advice:
      'It creates, changes, completes, reopens, skips, deletes, finds and undoes. To refer to the answer before ("done 2", "it", "yes"), give its conversationId and listNonce.',
  },
  { name: "list_tasks", does: "listTasks", hints: READS, advice: "All conditions have to hold. Without any: what is open." },
  { name: "create_task", does: "createTask", hints: ADDS, advice: "For a date or a repetition in words, use say." },
  { name: "update_task", does: "updateTask", hints: OVERWRITES, advice: "Only the fields that are given change." },
  { name: "complete_task", does: "completeTask", hints: SETTLES },
  { name: "reopen_task", does: "reopenTask", hints: SETTLES },
  { name: "skip_task", does: "skipTask", hints: SETTLES },
  { name: "delete_task", does: "deleteTask", hints: OVERWRITES },
  { name: "undo", does: "undo", hints: ANYTHING },
  { name: "task_history", does: "readHistory", hints: READS },
];

/** The tools with the schemas that the API's description has for them. */
export const toolsOf = (document: ApiDescription): Tool[] =>
  TOOLS.map(({ name, does, hints, advice = "" }) => {
    const operation = operationOf(document, does);
    return { name, hints, operation, description: [`${operation.summary}.`, operation.description, advice].filter(Boolean).join(" ") };
  });
