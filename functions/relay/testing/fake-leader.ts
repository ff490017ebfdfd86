/** A leader for tests of chores: what it publishes again is remembered, its position is the journal's end. */
import type { CloudEvent } from "@todo/shared/events/envelope.ts";
import type pg from "pg";
import type { Position } from "../journal.ts";
import type { Leader } from "../lead.ts";

export type FakeLeader = Leader & { published: CloudEvent[]; at(position: Position): void };

export function fakeLeader(): FakeLeader {
  let position: Position = { xid: "0", id: 0 };
  const published: CloudEvent[] = [];
  return {
    get position() {
      return position;
    },
    published,
    at(next) {
      position = next;
    },
    async republish(events) {
      published.push(...events);
    },
  };
}

/** The place of the journal's last row. */
export async function journalEnd(admin: pg.Pool): Promise<Position> {
  const { rows } = await admin.query<{ xid: string; id: string }>(
    "select j.xid::text, j.id from events.journal as j order by j.xid desc, j.id desc limit 1",
  );
  return { xid: rows[0]!.xid, id: Number(rows[0]!.id) };
}

/** Says that everything so far was published `minutesAgo`. */
export async function samplePublished(admin: pg.Pool, minutesAgo: number): Promise<Position> {
  const end = await journalEnd(admin);
  await admin.query("insert into events.samples (at, xid, id) values (clock_timestamp() - $1 * interval '1 minute', $2::xid8, $3)", [
    minutesAgo,
    end.xid,
    end.id,
  ]);
  return end;
}
