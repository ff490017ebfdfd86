/** A fresh broker knows its topics before it leads their partitions: waits until it takes a record in each and serves groups. */
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { withAdmin } from "../../../kafka/topics.ts";
import { kafkaClient } from "../kafka-client.ts";
import { kafkaSockets } from "../kafka-sockets.ts";

/** Resolves when every partition of these topics, of 24 each, takes records and groups are served; rejects after a minute. */
export async function warmUp(brokers: string, topics: string[]): Promise<void> {
  const sockets = kafkaSockets();
  const access = { brokers: brokers.split(","), tls: null, sasl: null };
  const producer = kafkaClient("warm up", access, sockets, pino({ level: "silent" }), 5_000).producer();
  const deadline = performance.now() + 60_000;
  await producer.connect();
  for (;;) {
    try {
      await producer.sendBatch({
        topicMessages: topics.map((topic) => ({
          topic,
          messages: Array.from({ length: 24 }, (_, partition) => ({ partition, key: "warm up", value: null })),
        })),
      });
      // Group coordinators come up a little later still.
      await withAdmin(brokers, {}, (admin) => admin.fetchOffsets({ groupId: "warm up", topics }));
      break;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(200);
    }
  }
  await producer.disconnect();
  sockets.close();
}
