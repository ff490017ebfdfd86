/** The causal chain of a task: every event of the commands that touched it, as a tree of cause and effect. Pure. */

export type Happened = {
  eventId: string;
  type: string;
  source: string;
  subject: string;
  sequence: number;
  time: string;
  causationId: string | null;
  correlationId: string;
  title: string | null;
};

/** A function handled the event: when, and how long it took. */
export type Handled = { eventId: string; function: string; at: string; ms: number; outcome: string };

/** The chain as lines of text: commands in order, under each its events, under each of these what it caused and who handled it. */
export function chainLines(events: Happened[], handled: Handled[]): string[] {
  const byCause = Map.groupBy(events, (event) => event.causationId);
  const byEvent = Map.groupBy(handled, (each) => each.eventId);
  const commands = Map.groupBy(byCause.get(null) ?? [], (event) => event.correlationId);
  const lines: string[] = [];
  for (const [correlationId, roots] of commands) {
    const began = Date.parse(roots[0]!.time);
    lines.push(`${roots[0]!.time}  command ${correlationId}`);
    for (const [index, root] of roots.entries()) lines.push(...branch(root, index === roots.length - 1, "", began, byCause, byEvent));
  }
  return lines;
}

function branch(
  event: Happened,
  isLast: boolean,
  indent: string,
  began: number,
  byCause: Map<string | null, Happened[]>,
  byEvent: Map<string, Handled[]>,
): string[] {
  const [arm, below] = isLast ? ["└─ ", "   "] : ["├─ ", "│  "];
  const after = Date.parse(event.time) - began;
  const title = event.title ? ` “${event.title}”` : "";
  const lines = [`${indent}${arm}#${event.sequence} ${event.type}${title}  by ${event.source}  +${after} ms`];
  const effects = byCause.get(event.eventId) ?? [];
  const handlings = (byEvent.get(event.eventId) ?? []).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  for (const each of handlings) {
    const late = Date.parse(each.at) - Date.parse(event.time);
    lines.push(`${indent}${below}${effects.length > 0 ? "│" : " "}  → ${each.function}: ${each.outcome} +${late} ms (took ${each.ms} ms)`);
  }
  for (const [index, effect] of effects.entries())
    lines.push(...branch(effect, index === effects.length - 1, indent + below, began, byCause, byEvent));
  return lines;
}
