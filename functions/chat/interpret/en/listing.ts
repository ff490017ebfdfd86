/** What questions about the tasks are answered with: the list of those that are meant. */
import type { Context, Filter, Reading, Span } from "../interpretation.ts";
import { type Piece, part, spanOf } from "../piece.ts";
import { reading } from "../reading.ts";
import { readFilter } from "./filters.ts";

/** A list of the tasks that the rest of a question speaks of. */
export function listed(piece: Piece, rest: Piece, context: Context): Reading {
  const { filter, spans } = readFilter(rest, context);
  const verb = spanOf(part(piece, 0, rest.start - piece.start), "verb");
  return shown(filter, [verb, ...spans], piece);
}

const EITHER = /\b(?:tagged|tags?|labell?ed|labels?)\b[^.]{0,80}\sor\s|#\S+\s+or\s+#/;

/** Several tags mean all of them; any of them cannot be asked for at once. */
export function shown(filter: Filter, spans: Span[], { lower }: Piece): Reading {
  const question = filter.tags.length > 1 && EITHER.test(lower) ? eitherTag(filter.tags) : null;
  return reading("list", { filter, question, spans });
}

function eitherTag(tags: readonly string[]): string {
  return `I can show tasks that have all of several tags, not any of them: which first, ${tags.map((tag) => `#${tag}`).join(" or ")}?`;
}
