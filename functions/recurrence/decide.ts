/** What an event means for recurrence. */
import type { OurEvent } from "@todo/shared/events/parse.ts";
import { isClosing } from "@todo/shared/events/topics.ts";

export type Work = { do: "advance"; seriesId: string } | { do: "move-zone" } | { do: "nothing" };

/** A closed occurrence leads to one question about its series; a user in another zone takes along what floats. */
export function workFor(event: OurEvent): Work {
  if ("task" in event.data && isClosing(event.type) && event.data.task.seriesId) {
    return { do: "advance", seriesId: event.data.task.seriesId };
  }
  if (event.type === "todo.user.updated.v1" && event.data.changes.some(({ field, from }) => field === "timeZone" && from !== null)) {
    return { do: "move-zone" };
  }
  return { do: "nothing" };
}
