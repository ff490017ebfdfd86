import { afterAll, describe, expect, test } from "vitest";
import { topics, withAdmin } from "../../kafka/topics.ts";
import { kafka } from "./kafka.ts";
import { partOrSkip } from "./part-or-skip.ts";

const running = await partOrSkip("Apache Kafka", () => kafka());
afterAll(() => running?.stop());

describe.skipIf(running === null)("a Kafka for tests", { timeout: 60_000 }, () => {
  const brokers = running?.brokers ?? "";
  const list = (): Promise<string[]> => withAdmin(brokers, {}, (admin) => admin.listTopics());

  test("is reachable and has the product's topics", async () => {
    expect(await list()).toEqual(expect.arrayContaining(topics.map((topic) => topic.name)));
  });

  test("is the one in KAFKA_BROKERS when there is one, and that is left running", async () => {
    const given = await kafka({}, { KAFKA_BROKERS: brokers });
    expect(given).toMatchObject({ brokers, origin: "given" });
    await given.stop();
    expect(await list()).not.toEqual([]);
  });
});
