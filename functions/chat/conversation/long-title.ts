/** A text that is too long for a title. Everything else that is too much is refused by the command's own decision. */
import { LIMITS } from "@todo/shared/domain/limits.ts";
import type { Reading } from "../interpret/interpretation.ts";

/** How much of it becomes the title. */
const BEGINNING = 100;

/** Its beginning is the title, all of it the note. */
export function fitting(reading: Reading): Reading {
  const { title, description } = reading;
  if (!title || [...title].length <= LIMITS.title) return reading;
  const beginning = [...title].slice(0, BEGINNING).join("");
  const words = beginning.replace(/\s+\S*$/, "");
  return { ...reading, title: `${words}…`, description: description ? `${title}\n${description}` : title };
}
