import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Product, startProduct } from "../local/product.ts";
import { type CollectedSpan, type Collector, startCollector } from "../local/testing/collector.ts";
import { eventually, person } from "../local/testing/person.ts";

const folder = mkdtempSync(join(tmpdir(), "todo-traces-"));
chmodSync(folder, 0o755);
let collector: Collector;
let product: Product;

beforeAll(async () => {
  collector = await startCollector();
  const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: "100" };
  Object.assign(process.env, tracing);
  product = await startProduct({ dataDir: folder });
  for (const name of Object.keys(tracing)) delete process.env[name];
});
afterAll(async () => {
  await product.stop();
  collector.close();
  rmSync(folder, { recursive: true, force: true });
});

test("one trace leads from a request over the log to every function that acts, and on to what that causes", async () => {
  const ada = await person(product);
  const task = await ada.create({ title: "water the plants", due: { date: "2099-01-05" }, rule: { rrules: ["FREQ=WEEKLY"] } });
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
  const answer = await ada.request("POST", `/api/v1/tasks/${task.id}/complete`, undefined, { traceparent });
  expect(answer.status).toBe(200);

  const spans = (): CollectedSpan[] => collector.spans.filter((span) => span.traceId === traceId);
  /** The span of a service with this name below another; between the two may lie a delivery of the source. */
  const find = (service: string, name: string, above: CollectedSpan | undefined): CollectedSpan | undefined =>
    spans().find((span) => span.service === service && span.name === name && ancestorsOf(span, spans()).some((one) => one === above));
  const { request, advanced } = await eventually(async () => {
    const request = spans().find((span) => span.service === "chat" && span.name === "POST /api/v1/tasks/:id/complete");
    const advanced = find("recurrence", "process todo.task.completed.v1", request);
    // The successor is made by recurrence, two steps away from the request; audit files both events, sync tells of both.
    const others = ["relay publish", "sync process", "audit process"].flatMap((each) => {
      const [service = "", verb = ""] = each.split(" ");
      return [find(service, `${verb} todo.task.completed.v1`, request), find(service, `${verb} todo.task.created.v1`, advanced)];
    });
    return others.every(Boolean) && request && advanced && { request, advanced };
  }, 20_000);
  expect(request).toMatchObject({ kind: 2, parentSpanId: "00f067aa0ba902b7", attributes: { "http.response.status_code": 200 } });
  expect(advanced).toMatchObject({ kind: 5, attributes: { "messaging.system": "kafka", "http.response.status_code": 204 } });
  expect(find("relay", "publish todo.task.created.v1", advanced)).toMatchObject({ kind: 4, parentSpanId: advanced.spanId });
  // A question of chat to audit stays in one trace.
  const asking = `00-${traceId.replace("4bf9", "5bf9")}-00f067aa0ba902b7-01`;
  await ada.request("GET", `/api/v1/tasks/${task.id}/history`, undefined, { traceparent: asking });
  const { chat, audit } = await eventually(async () => {
    const of = collector.spans.filter((span) => span.traceId === asking.split("-")[1]);
    const [chat, audit] = ["chat", "audit"].map((service) => of.find((span) => span.service === service));
    return chat && audit && { chat, audit };
  });
  expect([chat.name, audit.name, audit.parentSpanId]).toEqual(["GET /api/v1/tasks/:id/history", "GET /history", chat.spanId]);
});

function ancestorsOf(span: CollectedSpan, all: readonly CollectedSpan[]): CollectedSpan[] {
  const parent = all.find(({ spanId }) => spanId === span.parentSpanId);
  return parent ? [parent, ...ancestorsOf(parent, all)] : [];
}
