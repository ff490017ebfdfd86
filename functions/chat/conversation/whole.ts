/** Whether a filter leaves nothing out but what is closed. */
import type { Filter } from "../interpret/interpretation.ts";

export const isWhole = ({ words, status, due, at, happened, priorities, tags, repeating }: Filter): boolean =>
  [words, due, at, happened, repeating].every((said) => said === null) &&
  (status === null || status === "open") &&
  priorities.length + tags.length === 0;
