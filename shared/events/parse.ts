/** An HTTP request → a CloudEvent of ours, by hand: the SDK's toEvent costs two thirds of a server's capacity (it is the oracle in the tests). */
import type { IncomingHttpHeaders } from "node:http";
import * as contracts from "@todo/shared/contracts/validators.generated.js";
import type {
  ReminderData,
  ReminderDeliveryData,
  ReminderDueData,
  SeriesEventData,
  TaskEventData,
  UserErasedData,
  UserEventData,
} from "../contracts/types.ts";
import { ContractError } from "./contract-error.ts";
import type { CloudEvent } from "./envelope.ts";
import { isOurs } from "./topics.ts";

type EventData = {
  "todo.task.created.v1": TaskEventData;
  "todo.task.updated.v1": TaskEventData;
  "todo.task.completed.v1": TaskEventData;
  "todo.task.reopened.v1": TaskEventData;
  "todo.task.skipped.v1": TaskEventData;
  "todo.task.deleted.v1": TaskEventData;
  "todo.task.restored.v1": TaskEventData;
  "todo.series.updated.v1": SeriesEventData;
  "todo.user.updated.v1": UserEventData;
  "todo.user.erased.v1": UserErasedData;
  "todo.reminder.scheduled.v1": ReminderData;
  "todo.reminder.cancelled.v1": ReminderData;
  "todo.reminder.due.v1": ReminderDueData;
  "todo.reminder.delivered.v1": ReminderDeliveryData;
  "todo.reminder.failed.v1": ReminderDeliveryData;
};

export type EventType = keyof EventData;
/** An event with its data, discriminated by type. */
export type OurEvent = { [T in EventType]: Omit<CloudEvent, "type"> & { type: T; data: EventData[T] } }[EventType];
/** One of ours, of a type that this version does not know yet. */
export type NewerEvent = CloudEvent & { data: null };

type Validator = { (value: unknown): boolean; errors?: { instancePath: string; message?: string }[] | null };
const task = contracts.receivedTaskEventData;
const delivery = contracts.receivedReminderDeliveryData;
const VALIDATORS: Record<EventType, Validator> = {
  "todo.task.created.v1": task,
  "todo.task.updated.v1": task,
  "todo.task.completed.v1": task,
  "todo.task.reopened.v1": task,
  "todo.task.skipped.v1": task,
  "todo.task.deleted.v1": task,
  "todo.task.restored.v1": task,
  "todo.series.updated.v1": contracts.receivedSeriesEventData,
  "todo.user.updated.v1": contracts.receivedUserEventData,
  "todo.user.erased.v1": contracts.receivedUserErasedData,
  "todo.reminder.scheduled.v1": contracts.receivedReminderData,
  "todo.reminder.cancelled.v1": contracts.receivedReminderData,
  "todo.reminder.due.v1": contracts.receivedReminderDueData,
  "todo.reminder.delivered.v1": delivery,
  "todo.reminder.failed.v1": delivery,
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const ATTRIBUTES: Record<string, RegExp> = {
  id: UUID,
  source: /^[!-~]+$/,
  subject: /^[ -~]+$/,
  time: INSTANT,
  partitionkey: UUID,
  sequence: /^\d{1,20}$/,
  generation: /^\d{1,10}$/,
  link: /^[0-9a-f]{64}$/,
  correlationid: UUID,
};

/**
 * Reads a request in binary or structured mode. Throws ContractError 400 for what is no CloudEvent of this product (a broken Kafka record
 * arrives as `dev.knative.kafka.event`), 422 for one whose data breaks its contract.
 */
export function parseEvent(headers: IncomingHttpHeaders, body: string): OurEvent | NewerEvent {
  const contentType = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (contentType === "application/cloudevents+json") return parseStructured(body);
  if (contentType === "application/cloudevents-batch+json")
    throw new ContractError(400, "Batches are not accepted: send one event a request.");
  if (contentType !== "application/json") {
    throw new ContractError(400, `Expected content-type application/json or application/cloudevents+json, got "${contentType}".`);
  }
  return check((name) => headers[`ce-${name}`]?.toString() ?? null, body);
}

function parseStructured(body: string): OurEvent | NewerEvent {
  const event = parseJson(body);
  if (typeof event !== "object" || event === null || Array.isArray(event)) throw new ContractError(400, "Expected a CloudEvent object.");
  const attributes = new Map(Object.entries(event));
  const attribute = (name: string) => (attributes.get(name) === undefined ? null : String(attributes.get(name)));
  return check(attribute, JSON.stringify(attributes.get("data") ?? null));
}

function check(attribute: (name: string) => string | null, dataText: string): OurEvent | NewerEvent {
  if (attribute("specversion") !== "1.0") throw new ContractError(400, `Expected specversion 1.0, got ${attribute("specversion")}.`);
  const type = attribute("type") ?? "";
  if (!isOurs(type)) throw new ContractError(400, `Expected an event type that begins with "todo.", got "${type.slice(0, 100)}".`);
  const value: Record<string, string> = {};
  for (const [name, pattern] of Object.entries(ATTRIBUTES)) {
    const text = attribute(name);
    if (text === null || !pattern.test(text)) {
      throw new ContractError(
        400,
        `Attribute ${name} of ${type} is ${text === null ? "missing" : "malformed"}: expected ${pattern.source}.`,
      );
    }
    value[name] = text;
  }
  const envelope = {
    ...(value as Pick<CloudEvent, "id" | "source" | "subject" | "time" | "partitionkey" | "link" | "correlationid">),
    type,
    sequence: Number(value.sequence),
    generation: Number(value.generation),
    causationid: attribute("causationid"),
    traceparent: attribute("traceparent"),
    dataText,
  };
  const validate = (VALIDATORS as Record<string, Validator | undefined>)[type];
  if (!validate) return { ...envelope, data: null };
  const data = parseJson(dataText);
  if (!validate(data)) {
    const [error] = validate.errors ?? [];
    throw new ContractError(422, `${type}: data${error?.instancePath ?? ""} ${error?.message ?? "breaks its contract"}.`, envelope.id);
  }
  return { ...envelope, data } as OurEvent;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Without the parser's own message: it repeats a piece of the text, which has no place in a log.
    throw new ContractError(400, "The body is not JSON.");
  }
}

/** Whether this version knows the event's type. */
export const isKnown = (event: OurEvent | NewerEvent): event is OurEvent => event.data !== null;
