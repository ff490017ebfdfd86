/** What was understood, shown in the words that said it. */
import type { ChatSpan } from "@todo/shared/contracts/types.ts";
import { element } from "./dom.ts";

/** Kinds worth a colour, with what they are called; a title or a verb needs none. */
export const KINDS: Record<string, string> = {
  date: "date",
  time: "time",
  recurrence: "repeats",
  reminder: "reminder",
  priority: "priority",
  tag: "tag",
  description: "note",
  target: "task",
  filter: "filter",
};

export type Piece = { text: string; kind: string | null; certain: boolean };

/** The text cut at its spans: every character once, in order; where spans overlap the first one wins. */
export function pieces(text: string, spans: readonly ChatSpan[]): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const { kind, certain, end } = span;
    // A comma that leads to the words is no part of what they say.
    const start = span.start + (/^[\s,;]*/.exec(text.slice(span.start, end))?.[0].length ?? 0);
    if (!(kind in KINDS) || start < at || end <= start || end > text.length) continue;
    if (start > at) result.push({ text: text.slice(at, start), kind: null, certain: true });
    result.push({ text: text.slice(start, end), kind, certain });
    at = end;
  }
  if (at < text.length) result.push({ text: text.slice(at), kind: null, certain: true });
  return result;
}

/** The text with its spans marked. */
export function markedText(text: string, spans: readonly ChatSpan[]): Node[] {
  return pieces(text, spans).map(({ text, kind, certain }) =>
    kind === null
      ? document.createTextNode(text)
      : element(
          "mark",
          { class: `span ${kind}${certain ? "" : " guessed"}`, title: certain ? (KINDS[kind] ?? kind) : `${KINDS[kind]}?` },
          text,
        ),
  );
}
