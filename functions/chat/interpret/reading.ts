/** Readings and filters that say nothing yet, to be filled by the recognisers. */
import type { Filter, Intent, Reading } from "./interpretation.ts";

/** A reading of an intent with every field unsaid, overlaid with what was said. */
export function reading(intent: Intent, said: Partial<Omit<Reading, "intent">> = {}): Reading {
  return {
    intent,
    title: null,
    swap: null,
    description: null,
    priority: null,
    tags: [],
    removedTags: [],
    due: null,
    allDay: false,
    rule: null,
    except: null,
    reminders: [],
    onlyReminders: false,
    target: null,
    filter: null,
    shift: null,
    count: null,
    topic: null,
    question: null,
    otherwise: null,
    spans: [],
    ...said,
  };
}

/** A filter that lets everything through, overlaid with what was said. */
export function filterOf(said: Partial<Filter> = {}): Filter {
  return {
    words: null,
    status: null,
    due: null,
    at: null,
    happened: null,
    priorities: [],
    tags: [],
    repeating: null,
    sort: null,
    limit: null,
    ...said,
  };
}

/** Whether the only word of time is an hour ("make it 5pm"), so that the day is the one there is. */
export function isHourOnly({ due, spans }: Pick<Reading, "due" | "spans">): boolean {
  const kinds = spans.map(({ kind }) => kind);
  return due !== null && due !== "none" && due.time !== null && kinds.includes("time") && !kinds.includes("date");
}

/** Whether a filter restricts which tasks are meant (an order or a limit alone does not). */
export function restricts(filter: Filter): boolean {
  return (
    filter.words !== null ||
    filter.status !== null ||
    filter.due !== null ||
    filter.at !== null ||
    filter.happened !== null ||
    filter.priorities.length > 0 ||
    filter.tags.length > 0 ||
    filter.repeating !== null
  );
}
