/** Reads the KafkaSource and KafkaSink documents that the cluster gets, so that a wrong one fails on the laptop. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { durationMs } from "./duration.ts";

export type Delivery = {
  /** Tries after the first one. */
  retry: number;
  backoffPolicy: "linear" | "exponential";
  backoffDelayMs: number;
  /** Until the head of the response. */
  timeoutMs: number;
  /** The topic for what could not be delivered; null: it is dropped. */
  deadLetterTopic: string | null;
};

export type SourceSpec = {
  name: string;
  namespace: string;
  topics: string[];
  consumerGroup: string;
  consumers: number;
  initialOffset: "earliest" | "latest";
  ordering: "ordered" | "unordered";
  delivery: Delivery;
  /** The Knative Service that receives, and the path of it. */
  service: string;
  path: string;
};

type Fields = Record<string, unknown>;

const SOURCE = ["bootstrapServers", "topics", "consumerGroup", "consumers", "initialOffset", "ordering", "delivery", "net", "sink"];
const SINK = ["topic", "bootstrapServers", "contentMode", "auth", "numPartitions", "replicationFactor"];
const DELIVERY = ["retry", "backoffPolicy", "backoffDelay", "timeout", "deadLetterSink"];

/** What the platform does when `delivery` is absent as a whole. */
const WITHOUT_DELIVERY: Fields = { retry: 10, backoffPolicy: "exponential", backoffDelay: "PT0.3S", timeout: "PT600S" };
/** What it does when `delivery` is there but a field is not: above all, it does not retry. */
const WITHOUT_FIELD: Fields = { retry: 0, backoffPolicy: "exponential", backoffDelay: "PT1S", timeout: "PT600S" };

/** The sources of all YAML files in a folder. Throws on what the cluster would reject, prune or not find. */
export function sourcesIn(folder: string): SourceSpec[] {
  const texts = readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"));
  return sourcesOf(texts);
}

/** The same from the texts of the files. */
export function sourcesOf(texts: readonly string[]): SourceSpec[] {
  const documents = texts
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => {
      if (document.errors[0]) throw document.errors[0];
      return fields(document.toJS() ?? {}, "document");
    });
  const ofKind = (kind: string) => documents.filter((document) => document.kind === kind);
  const deadLetterTopics = new Map(ofKind("KafkaSink").map((document) => [nameOf(document), topicOfSink(document)]));
  const sources = ofKind("KafkaSource").map((document) => sourceOf(document, deadLetterTopics));
  const seen = new Set<string>();
  for (const { consumerGroup, name } of sources) {
    if (seen.has(consumerGroup))
      throw new Error(`KafkaSource ${name}: the consumer group ${consumerGroup} is used twice; each would get half.`);
    seen.add(consumerGroup);
  }
  return sources;
}

function sourceOf(document: Fields, deadLetterTopics: Map<string, string>): SourceSpec {
  const name = nameOf(document);
  const at = `KafkaSource ${name}`;
  if (document.apiVersion !== "sources.knative.dev/v1") throw new Error(`${at}: expected apiVersion sources.knative.dev/v1.`);
  const spec = known(fields(document.spec, at), SOURCE, at);
  const topics = spec.topics;
  if (!Array.isArray(topics) || topics.length === 0) throw new Error(`${at}: topics is an array with at least one name.`);
  if (!Array.isArray(spec.bootstrapServers) || spec.bootstrapServers.length === 0) throw new Error(`${at}: bootstrapServers is missing.`);
  const consumerGroup = text(spec.consumerGroup, `${at}: consumerGroup (without it every new source has a random one)`);
  const sink = fields(spec.sink, `${at}: sink`);
  const ref = fields(sink.ref, `${at}: sink.ref`);
  if (ref.kind !== "Service") throw new Error(`${at}: sink.ref is expected to be a Service, not ${String(ref.kind)}.`);
  return {
    name,
    namespace: String(fields(document.metadata, at).namespace ?? "default"),
    topics: topics.map((topic) => text(topic, `${at}: topics`)),
    consumerGroup,
    consumers: whole(spec.consumers ?? 1, `${at}: consumers`),
    initialOffset: oneOf(spec.initialOffset ?? "latest", ["earliest", "latest"], `${at}: initialOffset`),
    ordering: oneOf(spec.ordering ?? "ordered", ["ordered", "unordered"], `${at}: ordering`),
    delivery: deliveryOf(spec.delivery, deadLetterTopics, at),
    service: text(ref.name, `${at}: sink.ref.name`),
    path: sink.uri === undefined ? "/" : text(sink.uri, `${at}: sink.uri`),
  };
}

function deliveryOf(given: unknown, deadLetterTopics: Map<string, string>, at: string): Delivery {
  const delivery = given === undefined ? WITHOUT_DELIVERY : { ...WITHOUT_FIELD, ...known(fields(given, `${at}: delivery`), DELIVERY, at) };
  return {
    retry: whole(delivery.retry, `${at}: delivery.retry`),
    backoffPolicy: oneOf(delivery.backoffPolicy, ["linear", "exponential"], `${at}: delivery.backoffPolicy`),
    backoffDelayMs: durationMs(text(delivery.backoffDelay, `${at}: delivery.backoffDelay`)),
    timeoutMs: durationMs(text(delivery.timeout, `${at}: delivery.timeout`)),
    deadLetterTopic: deadLetterTopicOf(delivery.deadLetterSink, deadLetterTopics, at),
  };
}

function deadLetterTopicOf(given: unknown, topics: Map<string, string>, at: string): string | null {
  if (given === undefined) return null;
  const ref = fields(fields(given, `${at}: deadLetterSink`).ref, `${at}: deadLetterSink.ref`);
  const name = text(ref.name, `${at}: deadLetterSink.ref.name`);
  const topic = topics.get(name);
  if (ref.kind !== "KafkaSink" || topic === undefined) throw new Error(`${at}: there is no KafkaSink ${name} for its dead letters.`);
  return topic;
}

function topicOfSink(document: Fields): string {
  const at = `KafkaSink ${nameOf(document)}`;
  const spec = known(fields(document.spec, at), SINK, at);
  if (spec.contentMode !== "binary") throw new Error(`${at}: expected contentMode binary, else dead letters are wrapped.`);
  return text(spec.topic, `${at}: topic`);
}

const nameOf = (document: Fields): string =>
  text(fields(document.metadata, `${document.kind}: metadata`).name, `${document.kind}: metadata.name`);

function fields(value: unknown, at: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${at} is expected to be a mapping.`);
  return Object.fromEntries(Object.entries(value));
}

function known(value: Fields, names: readonly string[], at: string): Fields {
  const unknown = Object.keys(value).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`${at}: unknown field ${unknown.join(", ")}: the cluster would drop it silently.`);
  return value;
}

function text(value: unknown, at: string): string {
  if (typeof value !== "string" || value === "") throw new Error(`${at} is missing.`);
  return value;
}

function whole(value: unknown, at: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw new Error(`${at} is expected to be a whole number.`);
  return value;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], at: string): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Error(`${at} is expected to be ${allowed.join(" or ")}, not ${String(value)}.`);
  return found;
}
