/** The YAML of one KafkaSource with its dead-letter sink, for tests. */
import { stringify } from "yaml";

export type ManifestFields = {
  topics?: string[];
  ordering?: string;
  consumers?: number;
  initialOffset?: string;
  delivery?: object;
  group?: string;
};

/** A source of a Service called `sink`; quick retries and a patient timeout unless told otherwise. */
export function manifest({
  topics = ["task-events"],
  ordering = "unordered",
  consumers = 1,
  initialOffset = "earliest",
  delivery = { retry: 3, backoffPolicy: "exponential", backoffDelay: "PT0.02S", timeout: "PT10S" },
  group = "todo.test",
}: ManifestFields = {}): string {
  const deadLetterSink = { ref: { apiVersion: "eventing.knative.dev/v1alpha1", kind: "KafkaSink", name: "dead-letters" } };
  const source = {
    apiVersion: "sources.knative.dev/v1",
    kind: "KafkaSource",
    metadata: { name: "test-source" },
    spec: {
      bootstrapServers: ["kafka:9092"],
      topics,
      consumerGroup: group,
      consumers,
      initialOffset,
      ordering,
      delivery: { ...delivery, deadLetterSink },
      sink: { ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "sink" } },
    },
  };
  const deadLetters = {
    apiVersion: "eventing.knative.dev/v1alpha1",
    kind: "KafkaSink",
    metadata: { name: "dead-letters" },
    spec: { topic: "dead-letters", bootstrapServers: ["kafka:9092"], contentMode: "binary" },
  };
  return `${stringify(source)}---\n${stringify(deadLetters)}`;
}
