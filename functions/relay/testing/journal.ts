/** Events for tests of the relay: appended through the one door, without the tasks that would have caused them. */
import { randomUUID } from "node:crypto";
import type { JournalDraft, Writer } from "@todo/shared/database/transact.ts";

/** A draft of a task event with some data. */
export const draft = (overrides: Partial<JournalDraft> = {}): JournalDraft => ({
  event_id: randomUUID(),
  type: "todo.task.created.v1",
  source: "/todo/test",
  subject: randomUUID(),
  causation_id: null,
  correlation_id: randomUUID(),
  traceparent: null,
  data: JSON.stringify({ note: "buy “milk” \\ 牛奶", salt: randomUUID() }),
  consumers: ["audit"],
  ...overrides,
});

/** Appends events of one user in one transaction; resolves to their ids. */
export async function append(writer: Writer, userId: string, drafts: JournalDraft[] = [draft()]): Promise<string[]> {
  await writer.transact([userId], async (tx) => {
    await tx.ready;
    for (const each of drafts) tx.append(userId, each);
  });
  return drafts.map((each) => each.event_id);
}

/** Appends `each` events for every user, one transaction each, from `lanes` concurrent writers. */
export async function appendMany(writers: Writer[], users: string[], each: number, lanes = 32): Promise<void> {
  const turns = users.flatMap((user) => Array.from({ length: each }, () => user)).sort(() => Math.random() - 0.5);
  const lane = async (number: number) => {
    for (let turn = turns.pop(); turn !== undefined; turn = turns.pop()) await append(writers[number % writers.length]!, turn);
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
}
