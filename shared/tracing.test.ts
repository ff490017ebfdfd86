import { afterEach, describe, expect, it } from "vitest";
import { type Collector, startCollector } from "../local/testing/collector.ts";
import { traceparentOf } from "./trace-context.ts";
import { beginSpan, startTracing } from "./tracing.ts";

const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
let collector: Collector | null = null;
let stop = async (): Promise<void> => {};

async function start(settings: Record<string, string> = {}): Promise<Collector> {
  collector = await startCollector();
  // The SDK reads its own variables from the process.
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...settings };
  Object.assign(process.env, env);
  stop = await startTracing("chat", { ...env, K_REVISION: "chat-00001" });
  return collector;
}

afterEach(async () => {
  await stop();
  stop = async () => {};
  collector?.close();
  for (const name of Object.keys(process.env)) if (name.startsWith("OTEL_")) delete process.env[name];
});

describe("spans", () => {
  it("are not made without an endpoint: the caller's context passes through", async () => {
    await startTracing("chat", {});
    const span = beginSpan("GET", "server", parent);
    span.end();
    expect([span.traceparent, beginSpan("GET", "server", null).traceparent]).toEqual([parent, null]);
  });

  it("are exported below their parent, with how they ended", async () => {
    const { spans } = await start();
    const outer = beginSpan("POST", "server", parent, { "http.request.method": "POST" });
    const inner = beginSpan("process", "consumer", outer.traceparent);
    inner.end({ error: new TypeError("broken"), name: "process todo.task.created.v1" });
    outer.end({ attributes: { "http.response.status_code": 201 } });
    await stop();
    expect(spans).toMatchObject([
      { service: "chat", name: "process todo.task.created.v1", kind: 5, status: { code: 2 }, attributes: { "error.type": "TypeError" } },
      {
        name: "POST",
        kind: 2,
        parentSpanId: "b7ad6b7169203331",
        attributes: { "http.request.method": "POST", "http.response.status_code": 201 },
      },
    ]);
    expect(spans[0]?.parentSpanId).toBe(spans[1]?.spanId);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(["0af7651916cd43dd8448eb211c80319c"]));
    expect(outer.traceparent).toBe(`00-0af7651916cd43dd8448eb211c80319c-${spans[1]?.spanId}-01`);
  });

  it("begin a trace of their own without a parent, and say so", async () => {
    const { spans } = await start();
    const span = beginSpan("publish", "producer", null);
    expect(traceparentOf(span.traceparent ?? undefined)).toBe(span.traceparent);
    span.end();
    await stop();
    expect(spans[0]?.parentSpanId ?? "").toBe("");
  });

  it("follow the caller who does not want to be traced, and the sampler", async () => {
    const { spans } = await start({ OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" });
    const unwanted = beginSpan("GET", "server", parent.replace(/01$/, "00"));
    const unsampled = beginSpan("GET", "server", null);
    for (const span of [unwanted, unsampled]) {
      expect(span.traceparent).toMatch(/-00$/);
      span.end();
    }
    beginSpan("GET", "server", parent).end();
    await stop();
    expect(spans).toHaveLength(1);
  });

  it("delay the end of a function for no longer than two seconds when the collector is gone", async () => {
    const { close } = await start();
    close();
    beginSpan("GET", "server", null).end();
    const began = performance.now();
    await stop();
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});

describe("traceparentOf", () => {
  const whole = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  it.each([
    [whole, whole],
    [undefined, null],
    [whole.toUpperCase(), null],
    [whole.replace(/^00/, "ff"), null],
    [`00-${"0".repeat(32)}-b7ad6b7169203331-01`, null],
    [`00-0af7651916cd43dd8448eb211c80319c-${"0".repeat(16)}-01`, null],
    [`${whole}\n`, null],
  ])("%j → %j", (header, expected) => expect(traceparentOf(header)).toBe(expected));
});
