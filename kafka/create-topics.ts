// Creates the topics on a running cluster: KAFKA_BROKERS=host:port node kafka/create-topics.ts
import { ensureTopics, topics } from "./topics.ts";

const brokers = process.env.KAFKA_BROKERS ?? "127.0.0.1:9092";
const replicationFactor = Number(process.env.KAFKA_REPLICATION_FACTOR ?? "1");
if (!Number.isInteger(replicationFactor) || replicationFactor < 1) {
  throw new Error(`KAFKA_REPLICATION_FACTOR is a whole number from 1 on, not "${process.env.KAFKA_REPLICATION_FACTOR}".`);
}

await ensureTopics(brokers, topics, { replicationFactor });
for (const topic of topics) console.log(`${topic.name}: ${topic.partitions} partitions`);
