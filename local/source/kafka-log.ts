/** Kafka as a source's world: readers and dead letters. */
import { openKafkaProducer } from "@todo/relay/kafka-producer.ts";
import type { KafkaAccess } from "@todo/relay/kafka-settings.ts";
import type { Log } from "@todo/shared/log.ts";
import { deadLetterRecord } from "./dead-letter-record.ts";
import type { EventLogAccess } from "./event-log-access.ts";
import { startKafkaReader } from "./kafka-reader.ts";

/** Opens Kafka; connects on first use. */
export function openKafkaLog(access: KafkaAccess, log: Log): EventLogAccess {
  const producer = openKafkaProducer({ clientId: "source dead letters", access, log });
  let previous: Promise<unknown> = Promise.resolve();
  return {
    openReader: (source, dispatcher) => startKafkaReader({ access, source, dispatcher, log }),
    async writeDeadLetter(topic, letter) {
      const { key, headers, body } = deadLetterRecord(letter);
      // One send at a time: that of another letter must not fail because this one gives its connection up.
      const mine = previous.then(() => producer.send([{ topic, key, headers, value: body }]));
      previous = mine.catch(() => {});
      await mine;
    },
    onWake: () => {},
    close: () => producer.close(),
  };
}
