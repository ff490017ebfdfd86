import { kafka } from "@todo/local/parts/kafka.ts";
import { partOrSkip } from "@todo/local/parts/part-or-skip.ts";
import { afterAll, describe } from "vitest";
import { testProduct } from "./product.ts";
import { stories } from "./stories.ts";

const broker = await partOrSkip("Kafka", () => kafka());
if (broker) {
  const product = await testProduct({ syncReplicas: 2, kafka: { brokers: broker.brokers } });
  afterAll(async () => {
    await product.end();
    await broker.stop();
  });
  stories("a real Kafka", product);
} else describe.skip("the way of one message over a real Kafka", () => {});
