import { type Admin, ConfigResourceTypes, type ITopicMetadata, Kafka, type KafkaConfig, logLevel } from "../functions/relay/kafkajs.ts";

/** What a topic is created with, wherever it is created. Partitions never change afterwards: keys would move. */
export type TopicSettings = { readonly name: string; readonly partitions: number; readonly retentionMs: number };

const dayMs = 24 * 60 * 60 * 1000;

/** Every topic of the product; the local broker reads it, the cluster's manifests are compared with it. */
export const topics: readonly TopicSettings[] = [
  { name: "task-events", partitions: 24, retentionMs: 7 * dayMs },
  { name: "reminders", partitions: 24, retentionMs: 7 * dayMs },
  { name: "task-updates", partitions: 24, retentionMs: 7 * dayMs },
  // Evidence waits for a person, but never outlives the journal's 30 days.
  { name: "dead-letters", partitions: 6, retentionMs: 28 * dayMs },
];

/** A topic's settings in the words of Kafka's own configuration. */
export function topicConfig(topic: TopicSettings): Readonly<Record<string, string>> {
  return { "cleanup.policy": "delete", "retention.ms": String(topic.retentionMs) };
}

/** How to reach a cluster that asks who is there. */
export type ClientAccess = Pick<KafkaConfig, "sasl" | "ssl">;

export type EnsureTopicsOptions = { readonly replicationFactor?: number; readonly access?: ClientAccess };

/** Makes these topics what their settings say: creates the absent, corrects configuration, refuses another partition count. */
export async function ensureTopics(
  brokers: string,
  wanted: readonly TopicSettings[] = topics,
  options: EnsureTopicsOptions = {},
): Promise<void> {
  await withAdmin(brokers, options.access ?? {}, async (admin) => {
    await admin.createTopics({
      waitForLeaders: true,
      topics: wanted.map((topic) => ({
        topic: topic.name,
        numPartitions: topic.partitions,
        replicationFactor: options.replicationFactor ?? 1,
        configEntries: Object.entries(topicConfig(topic)).map(([name, value]) => ({ name, value })),
      })),
    });
    const found = await admin.fetchTopicMetadata({ topics: wanted.map((topic) => topic.name) });
    for (const topic of wanted) checkPartitions(topic, found.topics);
    await correctConfig(admin, wanted);
  });
}

/** Runs `work` with a connected admin client and disconnects it; kafkajs' own log is off, failures are thrown. */
export async function withAdmin<T>(brokers: string, access: ClientAccess, work: (admin: Admin) => Promise<T>): Promise<T> {
  const kafka = new Kafka({
    clientId: "todo-admin",
    brokers: brokers.split(","),
    ...access,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 6 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

function checkPartitions(wanted: TopicSettings, found: readonly ITopicMetadata[]): void {
  const partitions = found.find((topic) => topic.name === wanted.name)?.partitions.length ?? 0;
  if (partitions === wanted.partitions) return;
  throw new Error(
    `Topic ${wanted.name} has ${partitions} partitions where ${wanted.partitions} are expected. A partition count is never changed: delete the topic and start again.`,
  );
}

async function correctConfig(admin: Admin, wanted: readonly TopicSettings[]): Promise<void> {
  const described = await admin.describeConfigs({
    includeSynonyms: false,
    resources: wanted.map((topic) => ({ type: ConfigResourceTypes.TOPIC, name: topic.name })),
  });
  const differing = wanted.filter((topic) => {
    const entries = described.resources.find((resource) => resource.resourceName === topic.name)?.configEntries ?? [];
    return Object.entries(topicConfig(topic)).some(
      ([name, value]) => entries.find((entry) => entry.configName === name)?.configValue !== value,
    );
  });
  if (differing.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: differing.map((topic) => ({
      type: ConfigResourceTypes.TOPIC,
      name: topic.name,
      configEntries: Object.entries(topicConfig(topic)).map(([name, value]) => ({ name, value })),
    })),
  });
}
