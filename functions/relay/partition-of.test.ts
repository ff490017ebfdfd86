import fc from "fast-check";
import { Partitioners } from "kafkajs";
import { expect, it } from "vitest";
import { partitionOf } from "./partition-of.ts";

const partitions = (count: number) =>
  Array.from({ length: count }, (_, partitionId) => ({ partitionErrorCode: 0, partitionId, leader: 1, replicas: [1], isr: [1] }));

it("gives every key the partition that kafkajs' default partitioner gives it", () => {
  const partitioner = Partitioners.DefaultPartitioner();
  fc.assert(
    fc.property(fc.oneof(fc.uuid(), fc.string({ minLength: 1, unit: "binary" })), fc.integer({ min: 1, max: 64 }), (key, count) => {
      const expected = partitioner({ topic: "t", partitionMetadata: partitions(count), message: { key, value: null } });
      expect(partitionOf(key, count)).toBe(expected);
    }),
  );
});
