/** A relay that hears of commits, as `main.ts` wires it. */
import { type Listener, listen } from "@todo/shared/database/listen.ts";
import { JOURNAL_CHANNEL } from "@todo/shared/database/wake-up.ts";
import type { Relay } from "../relay.ts";

export const wokenBy = (url: string, { wake }: Relay): Listener =>
  listen({ url, role: "todo_relay", channel: JOURNAL_CHANNEL, notified: wake, listening: wake, lost: () => {} });
