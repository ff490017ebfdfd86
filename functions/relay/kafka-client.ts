/** A kafkajs client with the product's settings. */
import type { Log } from "@todo/shared/log.ts";
import type { KafkaAccess } from "./kafka-settings.ts";
import type { KafkaSockets } from "./kafka-sockets.ts";
import { Kafka, type KafkaConfig, logLevel } from "./kafkajs.ts";

/** A client; its lines go to our log at debug level, for kafkajs reports what it retries itself as errors. */
export function kafkaClient(clientId: string, access: KafkaAccess, sockets: KafkaSockets, log: Log, requestTimeoutMs: number): Kafka {
  return new Kafka({
    clientId,
    brokers: access.brokers,
    ...securityOf(access),
    connectionTimeout: 3_000,
    requestTimeout: requestTimeoutMs,
    enforceRequestTimeout: true,
    socketFactory: sockets.factory,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, multiplier: 2, factor: 0.2, retries: 3 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => log.debug({ kafkajs: entry.log.message, broker: entry.log.broker, error: entry.log.error }, "kafkajs"),
  });
}

function securityOf({ tls, sasl }: KafkaAccess): Pick<KafkaConfig, "ssl" | "sasl"> {
  return {
    ...(tls ? { ssl: tls.ca === null ? true : { ca: [tls.ca] } } : {}),
    // kafkajs' type ties each mechanism to its options; all of ours have the same two.
    ...(sasl ? { sasl: saslOptions(sasl) } : {}),
  };
}

function saslOptions({ mechanism, username, password }: NonNullable<KafkaAccess["sasl"]>): NonNullable<KafkaConfig["sasl"]> {
  switch (mechanism) {
    case "plain":
      return { mechanism, username, password };
    case "scram-sha-256":
      return { mechanism, username, password };
    case "scram-sha-512":
      return { mechanism, username, password };
  }
}
