import { TOPICS } from "@todo/shared/events/topics.ts";
import { expect, it } from "vitest";
import { topics } from "../../kafka/topics.ts";
import { PARTITIONS } from "./log-publisher.ts";

it("has as many partitions as the topics in Kafka, so that keys lie alike in both logs", () => {
  const ours = topics.filter((topic) => TOPICS.some((name) => name === topic.name));
  expect(ours.map((topic) => topic.partitions)).toEqual(TOPICS.map(() => PARTITIONS));
});
