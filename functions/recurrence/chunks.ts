/** One thing done to many tasks of a user: so many in a transaction that the user waits for no longer than that. */
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";

export const CHUNK = 200;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

export type Chunks = {
  /** The next ids behind `after`, in their order, at most `CHUNK`: read again under each lock. */
  next(tx: Transaction, after: string): Promise<string[]>;
  each(tx: Transaction, taskId: string): Promise<void>;
  /** With a chunk's work, in its transaction. */
  done(tx: Transaction, taskIds: string[], isLast: boolean): Promise<void>;
};

/** From where the last chunk ended until there are no more. A crash in between repeats what then changes nothing. */
export async function inChunks(writer: Writer, userId: string, { next, each, done }: Chunks): Promise<void> {
  for (let after: string | null = BEFORE_ALL; after !== null; ) {
    const from: string = after;
    after = await writer.transact([userId], async (tx) => {
      const ids = await next(tx, from);
      for (const id of ids) await each(tx, id);
      const isLast = ids.length < CHUNK;
      await done(tx, ids, isLast);
      return isLast ? null : ids.at(-1)!;
    });
  }
}
