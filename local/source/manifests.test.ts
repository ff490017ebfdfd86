import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { topics } from "../../kafka/topics.ts";
import { sourcesIn, sourcesOf } from "./manifests.ts";
import { manifest } from "./testing/manifest.ts";

const changed = (from: string | RegExp, to: string) => [manifest().replace(from, to)];

describe("the product's own manifests", () => {
  const sources = sourcesIn(join(import.meta.dirname, "../../knative/base"));

  it("read only topics that exist, and write every delivery field out", () => {
    const known = topics.map((topic) => topic.name);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) {
      expect(known).toEqual(expect.arrayContaining(source.topics));
      expect(known).toContain(source.delivery.deadLetterTopic);
      expect(source).toMatchObject({ ordering: "unordered", initialOffset: "earliest" });
      // The ladder outlives a restart of the database.
      const ladderMs = (source.delivery.backoffDelayMs * source.delivery.retry * (source.delivery.retry + 1)) / 2;
      expect(ladderMs).toBeGreaterThan(10 * 60_000);
    }
  });
});

describe("a manifest", () => {
  it("is read with all its fields", () => {
    expect(sourcesOf([manifest({ topics: ["task-events", "reminders"], consumers: 2 })])).toEqual([
      {
        name: "test-source",
        namespace: "default",
        topics: ["task-events", "reminders"],
        consumerGroup: "todo.test",
        consumers: 2,
        initialOffset: "earliest",
        ordering: "unordered",
        delivery: { retry: 3, backoffPolicy: "exponential", backoffDelayMs: 20, timeoutMs: 10_000, deadLetterTopic: "dead-letters" },
        service: "sink",
        path: "/",
      },
    ]);
  });

  it("has the platform's own defaults where it is silent: delivery as a whole, or field by field", () => {
    const without = (pattern: RegExp) => sourcesOf(changed(pattern, ""))[0];
    expect(without(/ {2}delivery:[\s\S]*?(?= {2}sink:)/)?.delivery).toEqual({
      retry: 10,
      backoffPolicy: "exponential",
      backoffDelayMs: 300,
      timeoutMs: 600_000,
      deadLetterTopic: null,
    });
    expect(without(/ {4}retry: 3\n/)?.delivery.retry).toBe(0);
    expect(without(/ {2}initialOffset: earliest\n/)?.initialOffset).toBe("latest");
    expect(without(/ {2}ordering: unordered\n/)?.ordering).toBe("ordered");
  });

  it.each([
    ["an unknown field", "  consumers: 1", "  consumer: 1", "unknown field consumer"],
    ["an unknown delivery field", "    retry: 3", "    retries: 3", "unknown field retries"],
    ["a dead letter sink that is not there", "name: dead-letters\n  sink", "name: dead-letter\n  sink", "no KafkaSink dead-letter"],
    ["no consumer group", "  consumerGroup: todo.test\n", "", "consumerGroup"],
    ["another version", "sources.knative.dev/v1", "sources.knative.dev/v1beta1", "apiVersion"],
    ["a misspelt ordering", "ordering: unordered", "ordering: none", "ordering"],
    ["a duration without unit", "backoffDelay: PT0.02S", 'backoffDelay: "20"', "no duration"],
    ["wrapped dead letters", "contentMode: binary", "contentMode: structured", "contentMode binary"],
  ])("fails with %s", (_, from, to, message) => expect(() => sourcesOf(changed(from, to))).toThrow(message));

  it("fails when two sources share a group", () => {
    expect(() => sourcesOf([manifest(), manifest()])).toThrow("used twice");
  });
});
