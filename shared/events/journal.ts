/** The journal's verb: what happened, numbered and linked in the transaction that made it happen. */
import { randomBytes } from "node:crypto";
import * as contracts from "@todo/shared/contracts/validators.generated.js";
import type { ErrorObject } from "ajv";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../database/transact.ts";
import { consumersOf } from "./topics.ts";

/** Where a command comes from: goes into every event it leads to. */
export type Cause = {
  /** The function that acts, as the CloudEvents source: "/todo/chat". */
  source: string;
  /** The user's command at the beginning of it all. */
  correlationId: string;
  /** The event that led to this, or null when a person did. */
  causationId: string | null;
  traceparent: string | null;
};

type Checked = { (value: unknown): boolean; errors?: ErrorObject[] | null };

const CLOSED: Record<string, Checked> = {
  task: contracts.taskEventData,
  series: contracts.seriesEventData,
  "user.updated": contracts.userEventData,
  "user.erased": contracts.userErasedData,
  "reminder.scheduled": contracts.reminderData,
  "reminder.cancelled": contracts.reminderData,
  "reminder.due": contracts.reminderDueData,
  "reminder.delivered": contracts.reminderDeliveryData,
  "reminder.failed": contracts.reminderDeliveryData,
};

/** 128 random bits in hexadecimal: with it in the data, the data's hash gives nothing away. */
export const salt = (): string => randomBytes(16).toString("hex");

/**
 * Appends one event to its user's stream. `type` is the bare name ("task.created"); the version is this code's. Returns the event's id.
 * Throws when the data breaks the contract: nothing that no consumer could read may become the truth.
 */
export function record(tx: Transaction, userId: string, type: string, subject: string, data: object, cause: Cause): string {
  const validate = CLOSED[type] ?? CLOSED[type.split(".")[0]!];
  if (!validate) throw new Error(`${type} has no contract in specs/001-event-driven-todo/contracts.`);
  if (!validate(data)) {
    const [error] = validate.errors ?? [];
    throw new Error(`${type}: data${error?.instancePath ?? ""} ${error?.message ?? "breaks its contract"}.`);
  }
  const fullType = `todo.${type}.v1`;
  const id = uuidv7();
  tx.append(userId, {
    event_id: id,
    type: fullType,
    source: cause.source,
    subject,
    causation_id: cause.causationId,
    correlation_id: cause.correlationId,
    traceparent: cause.traceparent,
    data: JSON.stringify(data),
    consumers: consumersOf(fullType, data),
  });
  return id;
}
