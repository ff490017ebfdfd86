import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { openLogPublisher } from "./log-publisher.ts";
import { anEvent, publisherContract } from "./testing/publisher.contract.ts";

const db = await testDatabase();
const publisher = openLogPublisher(db.as("todo_relay"));

const recordsOf = async (topic: string, user: string) => {
  const { rows } = await db.admin.query(
    `select partition, "offset"::int, key, headers, body as value from local.log where topic = $1 and key = $2 order by partition, "offset"`,
    [topic, user],
  );
  return rows;
};

publisherContract("embedded log", () => ({ publisher, recordsOf }));

it("leaves nothing in the log when the cursor could not be moved, and no gap in the offsets", async () => {
  const user = randomUUID();
  await publisher.publish([anEvent(user, 1)], { permit: async () => {}, advance: async () => {} });
  const failing = publisher.publish([anEvent(user, 2)], { permit: async () => {}, advance: async () => Promise.reject(new Error("no")) });
  await expect(failing).rejects.toThrow("no");
  await publisher.publish([anEvent(user, 3)], { permit: async () => {}, advance: async () => {} });
  const records = await recordsOf("task-events", user);
  expect(records.map((record) => Number(record.headers.ce_sequence))).toEqual([1, 3]);
  const { rows } = await db.admin.query(`select topic, partition, array_agg("offset"::int order by "offset") as offsets
    from local.log group by topic, partition`);
  for (const { offsets } of rows) expect(offsets).toEqual(offsets.map((_: number, index: number) => index));
});
