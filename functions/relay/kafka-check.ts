/** Whether Kafka lets the relay in and has its topics, asked once at the start. Who may write only shows when it writes. */
import { ConfigError } from "@todo/shared/config.ts";
import { TOPICS } from "@todo/shared/events/topics.ts";
import type { Log } from "@todo/shared/log.ts";
import { kafkaClient } from "./kafka-client.ts";
import type { KafkaAccess } from "./kafka-settings.ts";
import { kafkaSockets } from "./kafka-sockets.ts";
import type { Admin } from "./kafkajs.ts";

const DEADLINE_MS = 5_000;

/** Throws one ConfigError for a refused login, or for all topics that are missing or hidden; anything else when Kafka does not answer. */
export async function checkKafka(access: KafkaAccess, log: Log): Promise<void> {
  const sockets = kafkaSockets();
  const admin = kafkaClient("relay", access, sockets, log, DEADLINE_MS).admin({ retry: { retries: 0 } });
  try {
    await admin.connect().catch((error: unknown) => {
      if (isNamed(error, "KafkaJSSASLAuthenticationError")) throw new ConfigError([`the login ${access.sasl?.username} is refused`]);
      throw error;
    });
    const faults = await Promise.all(TOPICS.map((topic) => faultOf(admin, topic)));
    if (faults.flat().length > 0) throw new ConfigError(faults.flat());
  } finally {
    await admin.disconnect().catch(() => {});
    sockets.close();
  }
}

async function faultOf(admin: Admin, topic: string): Promise<string[]> {
  try {
    await admin.fetchTopicMetadata({ topics: [topic] });
    return [];
  } catch (error) {
    if (isTyped(error, "UNKNOWN_TOPIC_OR_PARTITION")) return [`the topic ${topic} is missing`];
    if (isTyped(error, "TOPIC_AUTHORIZATION_FAILED")) return [`the topic ${topic} may not be used`];
    throw error;
  }
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && (error.name === name || isNamed(error.cause, name));
const isTyped = (error: unknown, type: string): boolean =>
  error instanceof Error && (("type" in error && error.type === type) || isTyped(error.cause, type));
