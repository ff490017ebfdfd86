/** A user for tests of recurrence: registered, with the commands of chat and the events they led to. */
import { randomUUID } from "node:crypto";
import type { Task, TaskInput } from "@todo/shared/contracts/types.ts";
import type { Writer } from "@todo/shared/database/transact.ts";
import type { Command } from "@todo/shared/domain/commands.ts";
import { headersOf } from "@todo/shared/events/envelope.ts";
import { isKnown, type OurEvent, parseEvent } from "@todo/shared/events/parse.ts";
import { type Because, type Done, execute, register } from "@todo/shared/tasks/execute.ts";
import type pg from "pg";
import { publishedEvents } from "../../../local/testing/published.ts";

export type Person = {
  id: string;
  run(command: Command): Promise<Done>;
  create(input: TaskInput): Promise<Task>;
  /** The user's events from the first on, as they are delivered. */
  events(): Promise<OurEvent[]>;
};

export async function person(admin: pg.Pool, writer: Writer, timeZone = "Europe/Berlin"): Promise<Person> {
  const id = randomUUID();
  const because = (): Because => ({
    source: "/todo/test",
    correlationId: randomUUID(),
    causationId: null,
    traceparent: null,
    actor: { kind: "user", id },
    reason: "command",
    undoes: null,
  });
  const run = (command: Command) => writer.transact([id], (tx) => execute(tx, id, command, because()));
  await writer.transact([id], async (tx) => {
    await tx.ready;
    await register(tx, { userId: id, issuer: "https://issuer.example", subject: id, email: null }, { timeZone, locale: "en" }, because());
  });
  return {
    id,
    run,
    async create(input) {
      const { tasks } = await run({ type: "create-task", taskId: randomUUID(), input });
      return tasks[0]!;
    },
    async events() {
      const published = await publishedEvents(admin, "user_id = $1", [id]);
      return published.map((event) => parseEvent(headersOf(event, "ce-"), event.dataText)).filter(isKnown);
    },
  };
}
