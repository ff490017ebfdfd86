/** What a task can hold, as its contract says, so that a message that says more is answered instead of failing. Pure. */
import * as contracts from "@todo/shared/contracts/validators.generated.js";
import type { Command } from "@todo/shared/domain/commands.ts";
import type { Reading } from "../interpret/interpretation.ts";

const TITLE = 500;
/** How much of a text too long for a title becomes one. */
const BEGINNING = 100;

/** A text too long for a title: its beginning is the title, all of it the note. */
export function fitting(reading: Reading): Reading {
  const { title, description } = reading;
  if (!title || [...title].length <= TITLE) return reading;
  const beginning = [...title].slice(0, BEGINNING).join("");
  const words = beginning.replace(/\s+\S*$/, "");
  return { ...reading, title: `${words}…`, description: description ? `${title}\n${description}` : title };
}

/** The field with which a command asks more of a task than it can hold; null when it fits. */
export function excessOf(command: Command): string | null {
  const wish = command.type === "create-task" ? command.input : command.type === "update-task" ? command.patch : null;
  const validate = command.type === "create-task" ? contracts.taskInput : contracts.taskPatch;
  if (wish === null || validate(wish)) return null;
  return validate.errors?.[0]?.instancePath.split("/")[1] ?? "";
}
