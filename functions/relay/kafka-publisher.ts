/** Kafka as a publisher: batches in one send each, then the cursor. What Kafka will never take is found and left out. */

import type { Database } from "@todo/shared/database/pool.ts";
import type { CloudEvent } from "@todo/shared/events/envelope.ts";
import { ConsecutiveBreaker, circuitBreaker, handleWhen } from "cockatiel";
import { type KafkaProducerOptions, openKafkaProducer } from "./kafka-producer.ts";
import { type Publisher, split, type Unsendable } from "./publisher.ts";
import { bytesOf, type LogRecord } from "./record.ts";

/** Bytes of a send: one partition may get all of it, and a broker takes a megabyte at once (`max.message.bytes`, Event Hubs). */
const SEND_BYTES = 900_000;

/** What is wrong with the records themselves, in Kafka's words; anything else is a fault that passes, or that a person mends. */
const PERMANENT = ["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE", "INVALID_RECORD", "INVALID_TIMESTAMP"];

type Sendable = { event: CloudEvent; records: LogRecord[] };

/** Publishes to Kafka; the cursor is moved through `database` once everything is acknowledged. */
export function openKafkaPublisher(database: Database, options: KafkaProducerOptions): Publisher {
  const producer = openKafkaProducer(options);
  const breaker = circuitBreaker(
    handleWhen((error) => !isPermanent(error)),
    { halfOpenAfter: 2_000, breaker: new ConsecutiveBreaker(3) },
  );
  return {
    async publish(events, { permit, advance }) {
      const send = async (batch: readonly Sendable[]) => {
        await permit();
        await breaker.execute(() => producer.send(batch.flatMap(({ records }) => records)));
      };
      const { sendable, unsendable } = split(events);
      for (const batch of bySize(sendable)) unsendable.push(...(await sendParts(batch, send)));
      await advance((text, values, name) => database.query(text, values, name), unsendable);
    },
    close: () => producer.close(),
  };
}

/** Sends in order; what is refused for good is halved until the single events at fault are found. */
async function sendParts(batch: readonly Sendable[], send: (batch: readonly Sendable[]) => Promise<void>): Promise<Unsendable[]> {
  try {
    await send(batch);
    return [];
  } catch (error) {
    if (!isPermanent(error)) throw error;
    const [first] = batch;
    if (first && batch.length === 1) return [{ eventId: first.event.id, reason: `Kafka refuses it: ${typeOf(error)}` }];
    const half = Math.ceil(batch.length / 2);
    const left = await sendParts(batch.slice(0, half), send);
    return [...left, ...(await sendParts(batch.slice(half), send))];
  }
}

function bySize(events: readonly Sendable[]): Sendable[][] {
  const batches: Sendable[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const each of events) {
    const size = bytesOf(each.event);
    if (bytes + size > SEND_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(each);
    bytes += size;
  }
  return batches;
}

const isPermanent = (error: unknown): boolean => PERMANENT.includes(typeOf(error) ?? "");

/** The protocol's name of an error, which kafkajs wraps in errors of its own. */
function typeOf(error: unknown): string | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ("type" in each && typeof each.type === "string") return each.type;
  }
  return null;
}
