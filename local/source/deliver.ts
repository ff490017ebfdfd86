/** The delivery of one record: tries, pauses, dead letter; measured at Knative's dispatcher 1.23 and imitated. */
import type { Log } from "@todo/shared/log.ts";
import { traceparentOf } from "@todo/shared/trace-context.ts";
import { beginSpan } from "@todo/shared/tracing.ts";
import { type EventRequest, eventRequestOf } from "./cloud-event-request.ts";
import type { SourceRecord } from "./log-record.ts";
import type { Delivery, SourceSpec } from "./manifests.ts";
import type { Answer, Send } from "./send.ts";

/** Writes a dead letter to a topic; throws when it was not written. */
export type WriteDeadLetter = (topic: string, letter: EventRequest) => Promise<void>;

export type DeliverOptions = {
  source: SourceSpec;
  sink: string;
  send: Send;
  writeDeadLetter: WriteDeadLetter;
  /** Rejects with Abandoned when the source stops. */
  pause(ms: number): Promise<void>;
  log: Log;
};

/** The source stops before the delivery has come to an end. */
export class Abandoned extends Error {
  override name = "Abandoned";
}

export type Outcome = "accepted" | "dead-letter" | "lost";

/** What an answer means: a status below 300 is success; some say "later"; everything else is final. */
export function verdictOf(answer: Answer): "accepted" | "retry" | "failed" {
  if (answer.kind === "no-answer") return "retry";
  if (answer.kind === "unsendable") return "failed";
  const { status } = answer;
  if (status >= 200 && status < 300) return "accepted";
  return status >= 500 || [404, 408, 409, 429].includes(status) ? "retry" : "failed";
}

/** The pause before retry number `n` = 1, 2, 3 …: the first exponential one is already twice the delay. */
export const backoffMs = ({ backoffPolicy, backoffDelayMs }: Delivery, n: number): number =>
  backoffPolicy === "linear" ? backoffDelayMs * n : backoffDelayMs * 2 ** n;

/** Delivers a record to the end: accepted, in the dead-letter topic, or lost; rejects only when it was abandoned. */
export async function deliver(record: SourceRecord, options: DeliverOptions): Promise<Outcome> {
  const event = eventRequestOf(record, options.source);
  const caller = traceparentOf(record.headers.ce_traceparent);
  const span = beginSpan(`deliver ${options.source.name}`, "producer", caller, { "messaging.system": "kafka" });
  if (caller !== null && span.traceparent !== null && span.traceparent !== caller) event.attributes.traceparent = span.traceparent;
  try {
    const outcome = await deliverEvent(record, event, options);
    span.end(outcome === "accepted" ? {} : { error: outcome });
    return outcome;
  } catch (error) {
    span.end({ error });
    throw error;
  }
}

async function deliverEvent(record: SourceRecord, event: EventRequest, options: DeliverOptions): Promise<Outcome> {
  const { source, sink, send, log } = options;
  const answer = await withRetries(() => send(sink, event, source.delivery.timeoutMs), options);
  if (verdictOf(answer) === "accepted") return "accepted";
  const about = {
    source: source.name,
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    eventId: event.attributes.id,
  };
  const lost = (reason: string): Outcome => {
    log.error({ ...about, answer: described(answer), reason }, "EVENT LOST");
    return "lost";
  };
  const topic = source.delivery.deadLetterTopic;
  if (topic === null) return lost("the source has no dead letter sink");
  if (answer.kind === "unsendable") return lost(answer.reason);
  const extensions = kneExtensions(answer);
  if (extensions === null) {
    log.error(about, "an answer header Kne-… outside [a-z0-9]: Knative's dispatcher stops here for ever, and so does this one");
    return new Promise(() => {});
  }
  const letter = { ...event, attributes: { ...event.attributes, ...extensions, ...evidence(answer, sink) } };
  try {
    await retried(() => options.writeDeadLetter(topic, letter), options);
  } catch (error) {
    if (error instanceof Abandoned) throw error;
    return lost(`the dead letter could not be written: ${String(error)}`);
  }
  log.warn({ ...about, type: event.attributes.type, answer: described(answer), deadLetterTopic: topic }, "dead letter");
  return "dead-letter";
}

async function withRetries(attempt: () => Promise<Answer>, { source: { delivery }, pause }: DeliverOptions): Promise<Answer> {
  for (let n = 1; ; n++) {
    const answer = await attempt();
    if (verdictOf(answer) !== "retry" || n > delivery.retry) return answer;
    await pause(backoffMs(delivery, n));
  }
}

/** The dead letter sink gets the same number of tries as the sink. */
async function retried(attempt: () => Promise<void>, { source: { delivery }, pause }: DeliverOptions): Promise<void> {
  for (let n = 1; ; n++) {
    try {
      return await attempt();
    } catch (error) {
      if (n > delivery.retry) throw error;
      await pause(backoffMs(delivery, n));
    }
  }
}

/** Response headers `Kne-x` as extensions x; null when one has a name that no extension may have. */
function kneExtensions(answer: Answer): Record<string, string> | null {
  if (answer.kind !== "status") return {};
  const named = Object.entries(answer.headers).flatMap(([name, value]) =>
    name.startsWith("kne-") ? [[name.slice(4), value] as const] : [],
  );
  return named.every(([name]) => /^[a-z0-9]+$/.test(name)) ? Object.fromEntries(named) : null;
}

function evidence(answer: Answer, sink: string): Record<string, string> {
  const destination = { knativeerrordest: sink };
  if (answer.kind !== "status") return destination;
  return { ...destination, knativeerrorcode: String(answer.status), knativeerrordata: answer.body.toString("base64") };
}

const described = (answer: Answer): string => (answer.kind === "status" ? String(answer.status) : answer.reason);
