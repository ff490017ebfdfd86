/** What notification does with an event: plan a timer, forget a user; nothing else concerns it. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Writer } from "@todo/shared/database/transact.ts";
import { ContractError } from "@todo/shared/events/contract-error.ts";
import { markHandled } from "@todo/shared/events/handled.ts";
import type { OurEvent } from "@todo/shared/events/parse.ts";
import type { EventHandler } from "@todo/shared/host/receive.ts";
import { eraseUser } from "./erase.ts";
import { timerOf } from "./timer.ts";
import { plan } from "./timers.ts";

export type Handling = {
  database: Database;
  writer: Writer;
  /** Told of the instant of every plan, when it is committed. */
  planned(ringsAt: string): void;
};

/** Right in any order and any number of times. A cancelled reminder needs no action: its timer finds that out when its time comes. */
export function openHandler({ database, writer, planned }: Handling): EventHandler {
  return async (event) => {
    switch (event.type) {
      case "todo.reminder.scheduled.v1": {
        checkOwner(event);
        const timer = timerOf(event);
        await plan(database, timer);
        return planned(timer.ringsAt);
      }
      case "todo.user.erased.v1":
        checkOwner(event);
        return writer.transact([event.partitionkey], async (tx) => {
          if (await markHandled(tx, "notification", event.id)) eraseUser(tx, event.partitionkey, event);
        });
      default:
        return;
    }
  };
}

/** The stream and the data must name the same user: the one decides who is locked, the other who is told. */
function checkOwner(event: OurEvent & { data: { userId: string } }): void {
  if (event.data.userId !== event.partitionkey) {
    throw new ContractError(422, `${event.type}: data/userId is ${event.data.userId}, but the event belongs to ${event.partitionkey}.`);
  }
}
