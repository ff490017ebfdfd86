/** POST / of a consumer: CloudEvent → handler → the status that makes Knative do the right thing (DESIGN: delivery rules). */
import type { IncomingMessage } from "node:http";
import { DatabaseUnavailable } from "../database/pool.ts";
import { UserBusy } from "../database/user-queue.ts";
import { ContractError } from "../events/contract-error.ts";
import { isKnown, type OurEvent, parseEvent } from "../events/parse.ts";
import type { Log } from "../log.ts";
import { type Attributes, type Span, traceparentOf } from "../trace-context.ts";
import { beginSpan } from "../tracing.ts";
import { counter, histogram } from "./metrics.ts";
import { HttpError } from "./problem.ts";
import { readBody } from "./read-body.ts";
import type { Route } from "./routes.ts";

/** Does what an event asks for, in one transaction together with its mark. Throws; never answers. */
export type EventHandler = (event: OurEvent) => Promise<void>;

export type ReceiveOptions = {
  handle: EventHandler;
  log: Log;
  /** Remembers that this consumer can never handle the event; only for 422 of a broken contract, not for a bug. */
  refuse(eventId: string, reason: string): Promise<void>;
};

/** Kafka's own limit of a record. */
const MOST_BYTES = 1024 * 1024;
const BUG_TRIES = 3;
const REMEMBERED_BUGS = 1_000;

const delivered = counter("todo_deliveries_total", "Deliveries by type and outcome.", ["type", "outcome"]);
const duration = histogram("todo_delivery_seconds", "Time from a delivery's arrival to its answer.", ["type"]);
const age = histogram("todo_delivery_age_seconds", "Age of an event when it had been handled.", ["type"]);

/** A route that answers 204 done or not for me · 400 not ours · 422 breaks its contract, or a bug seen three times · 503 dependency · 500 bug. */
export function receive({ handle, log, refuse }: ReceiveOptions): Route {
  const failures = new Map<string, number>();

  async function outcomeOf(
    request: IncomingMessage,
    span: Span,
  ): Promise<{ status: number; outcome: string; reason?: string; error?: unknown; event?: OurEvent }> {
    let event: OurEvent | undefined;
    try {
      const parsed = parseEvent(request.headers, await readBody(request, MOST_BYTES));
      if (!isKnown(parsed)) return { status: 204, outcome: "newer" };
      event = parsed;
      // What it causes carries on from its handling.
      await handle({ ...event, traceparent: span.traceparent });
      failures.delete(event.id);
      return { status: 204, outcome: "done", event };
    } catch (error) {
      if (error instanceof ContractError) {
        const id = event?.id ?? error.eventId;
        if (error.status === 422 && id) await refuse(id, error.message);
        return { status: error.status, outcome: "refused", reason: "contract", error, ...(event ? { event } : {}) };
      }
      if (error instanceof HttpError && event === undefined) return { status: 400, outcome: "refused", reason: "contract", error };
      if (error instanceof DatabaseUnavailable || error instanceof UserBusy)
        return { status: 503, outcome: "unavailable", error, ...(event ? { event } : {}) };
      const tries = (failures.get(event?.id ?? "") ?? 0) + 1;
      if (event) remember(failures, event.id, tries);
      // The reconciler brings it again after the bug is mended, so it is not marked; the ladder of retries would only hold a slot.
      if (tries >= BUG_TRIES) return { status: 422, outcome: "bug", reason: "bug", error, ...(event ? { event } : {}) };
      return { status: 500, outcome: "bug", error, ...(event ? { event } : {}) };
    }
  }

  return async (request) => {
    const header = headerOf(request);
    const began = performance.now();
    const span = beginSpan("process", "consumer", traceparentOf(header("ce-traceparent")), { "messaging.system": "kafka" });
    const { status, outcome, reason, error, event } = await outcomeOf(request, span).catch((fault: unknown) => ({
      status: 503,
      outcome: "unavailable",
      error: fault,
      reason: undefined,
      event: undefined,
    }));
    const seconds = (performance.now() - began) / 1000;
    const type = event?.type ?? "unknown";
    delivered.inc({ type, outcome });
    duration.observe({ type }, seconds);
    if (outcome === "done" && event) age.observe({ type }, Math.max(0, Date.now() - Date.parse(event.time)) / 1000);
    const line = {
      eventId: event?.id ?? header("ce-id"),
      type: event?.type ?? header("ce-type"),
      taskId: event?.subject,
      user: event?.partitionkey,
      correlationId: event?.correlationid,
      causationId: event?.causationid,
      traceparent: span.traceparent ?? undefined,
      ms: Math.round(seconds * 1e5) / 100,
      outcome,
      status,
    };
    span.end({
      name: `process ${type}`,
      attributes: {
        "messaging.operation.type": "process",
        "messaging.message.id": line.eventId ?? "",
        "cloudevents.event_type": line.type ?? "",
        "http.response.status_code": status,
        ...positionOf(header),
      },
      ...(status >= 300 ? { error: error ?? outcome } : {}),
    });
    if (status < 300) log.info(line, "handled");
    else log[status === 503 ? "warn" : "error"]({ ...line, err: error }, "not handled");
    return { status, headers: reason ? { "kne-reason": reason } : {} };
  };
}

type Header = (name: string) => string | undefined;
const headerOf =
  ({ headers }: IncomingMessage): Header =>
  (name) =>
    headers[name]?.toString();

/** Where in Kafka it lies, as the source says. */
function positionOf(header: Header): Attributes {
  const [partition, offset] = [header("ce-knativekafkapartition"), header("ce-knativekafkaoffset")];
  return partition && offset ? { "messaging.destination.partition.id": partition, "messaging.kafka.offset": Number(offset) } : {};
}

function remember(failures: Map<string, number>, id: string, tries: number): void {
  failures.delete(id);
  failures.set(id, tries);
  if (failures.size > REMEMBERED_BUGS) failures.delete(failures.keys().next().value!);
}
