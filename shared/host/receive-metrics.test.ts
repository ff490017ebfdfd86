import { readFileSync } from "node:fs";
import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { DatabaseRefuses } from "../database/pool.ts";
import type { OurEvent } from "../events/parse.ts";
import { registry } from "./metrics.ts";
import { receive } from "./receive.ts";
import { routing } from "./routes.ts";
import { requesting } from "./testing/requesting.ts";

const schema = new URL("../../specs/001-event-driven-todo/contracts/reminder-event-schema.json", import.meta.url);
const { datacontenttype, data, ...attributes } = JSON.parse(readFileSync(schema, "utf8")).examples[0];
const headersOf = (changed: Record<string, string> = {}): Record<string, string> => ({
  "content-type": datacontenttype,
  ...Object.fromEntries(Object.entries({ ...attributes, ...changed }).map(([name, value]) => [`ce-${name}`, String(value)])),
});

let handled: OurEvent[] = [];
beforeEach(() => {
  handled = [];
  registry.resetMetrics();
});

/** A consumer that does as told with every event. */
function consumer(handle: () => Promise<void> = async () => {}) {
  const options = {
    handle: async (event: OurEvent) => {
      handled.push(event);
      await handle();
    },
    log: pino({ level: "silent" }),
    refuse: async () => {},
  };
  const request = requesting(routing({ "POST /": receive(options) }, options.log));
  return async (headers = headersOf()) => request("/", { method: "POST", headers, body: JSON.stringify(data) });
}
const failing = (error: unknown) =>
  consumer(async () => {
    throw error;
  });
const outcomes = async (): Promise<string[]> =>
  ((await registry.getSingleMetric("todo_deliveries_total")?.get())?.values ?? []).map(
    ({ labels, value }) => `${labels.type} ${labels.outcome} ${value}`,
  );

describe("what a delivery leaves behind", () => {
  it("is a count by outcome; a database that refuses us counts as one that is down", async () => {
    await consumer()();
    expect((await failing(new DatabaseRefuses(new Error("password authentication failed")))()).status).toBe(503);
    await failing(new Error("broken"))();
    expect(await outcomes()).toEqual(["done", "unavailable", "bug"].map((outcome) => `todo.reminder.scheduled.v1 ${outcome} 1`));
  });

  it("is its duration, and the event's age once it is handled", async () => {
    await consumer()(headersOf({ time: new Date(Date.now() - 3_000).toISOString() }));
    const text = await registry.metrics();
    expect(text).toContain('todo_delivery_age_seconds_bucket{le="2.5",type="todo.reminder.scheduled.v1"} 0');
    expect(text).toContain('todo_delivery_age_seconds_bucket{le="5",type="todo.reminder.scheduled.v1"} 1');
    expect(text).toContain('todo_delivery_seconds_count{type="todo.reminder.scheduled.v1"} 1');
    await failing(new Error("broken"))();
    expect(await registry.metrics()).toContain('todo_delivery_age_seconds_count{type="todo.reminder.scheduled.v1"} 1');
  });

  it("hands the trace context of its own on to what it causes; untraced, that is the event's", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await consumer()(headersOf({ traceparent }));
    await consumer()(headersOf({ traceparent: "nonsense" }));
    expect(handled.map((event) => event.traceparent)).toEqual([traceparent, null]);
  });
});
