/** The embedded log as a publisher: records and cursor in one transaction, so nothing is ever published twice. */
import type { Database } from "@todo/shared/database/pool.ts";
import { partitionOf } from "./partition-of.ts";
import { type Publisher, type Query, split } from "./publisher.ts";

/** Partitions of each topic, as in Kafka. */
export const PARTITIONS = 24;
/** Told, with the topics' names, after records have been committed. */
export const LOG_CHANNEL = "log";

const APPEND = "select local.append($1, $2, $3, $4, $5)";

/** Publishes into `local.log` of the same database. */
export function openLogPublisher(database: Database): Publisher {
  return {
    async publish(events, { advance }) {
      const { sendable, unsendable } = split(events);
      const records = sendable.flatMap((each) => each.records);
      const client = await database.connect();
      let broken: Error | undefined;
      try {
        const query: Query = (text, values = [], name) => client.query(name ? { name, text, values } : { text, values });
        await query("begin");
        // A crash loses records and cursor together, and whatever a consumer commits because of them is later in the write-ahead log.
        await query("set local synchronous_commit = off");
        await advance(query, unsendable);
        await query(
          APPEND,
          [
            records.map((record) => record.topic),
            records.map((record) => partitionOf(record.key, PARTITIONS)),
            records.map((record) => record.key),
            records.map((record) => JSON.stringify(record.headers)),
            records.map((record) => record.value),
          ],
          "local.append",
        );
        await query("commit");
      } catch (error) {
        await client.query("rollback").catch((lost: Error) => (broken = lost));
        throw error;
      } finally {
        client.release(broken);
      }
      const topics = [...new Set(records.map((record) => record.topic))].join(" ");
      // Only a hint, after the commit: a NOTIFY inside it would make commits wait for each other.
      if (topics) database.query("select pg_notify($1, $2)", [LOG_CHANNEL, topics], "log.notify").catch(() => {});
    },
    close: async () => {},
  };
}
