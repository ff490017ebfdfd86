import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBroker } from "../../kafka/local/broker.ts";
import { ensureTopics } from "../../kafka/topics.ts";
import { findOnPath, run } from "./commands.ts";
import { freePort } from "./free-port.ts";
import { repositoryRoot } from "./made-once.ts";

/** A Kafka that has the product's topics. `stop` ends what was started for it and leaves a given cluster alone. */
export type RunningKafka = { readonly brokers: string; readonly origin: "given" | "docker" | "maven"; stop(): Promise<void> };

export type KafkaOptions = {
  /** Keeps the data of a broker started without Docker; a folder of its own, removed on stop, when not given. */
  readonly dataDir?: string;
};

/** A real Kafka: the cluster in KAFKA_BROKERS, else a container where Docker answers, else one from Maven; PartMissing when none can be had. */
export async function kafka(options: KafkaOptions = {}, env: NodeJS.ProcessEnv = process.env): Promise<RunningKafka> {
  if (env.KAFKA_BROKERS !== undefined && env.KAFKA_BROKERS !== "") {
    const brokers = env.KAFKA_BROKERS;
    await ensureTopics(brokers).catch((cause: Error) => {
      throw new Error(
        `The Kafka at ${brokers} (KAFKA_BROKERS) cannot be used: ${cause.message}. Mend that, or unset KAFKA_BROKERS to have one started.`,
        { cause },
      );
    });
    return { brokers, origin: "given", stop: async () => {} };
  }
  return (await dockerAnswers()) ? inDocker() : withoutDocker(options);
}

async function dockerAnswers(): Promise<boolean> {
  const docker = findOnPath(["docker"]);
  if (docker === null) return false;
  const asked = await Promise.allSettled([
    run(docker, ["info", "--format", "{{.ServerVersion}}"], { timeoutMs: 3_000 }),
    run(docker, ["compose", "version"], { timeoutMs: 3_000 }),
  ]);
  return asked.every((answer) => answer.status === "fulfilled");
}

async function inDocker(): Promise<RunningKafka> {
  // Imported here: it is large, and most starts never come this way.
  const { DockerComposeEnvironment, Wait } = await import("testcontainers");
  const port = await freePort();
  const environment = await new DockerComposeEnvironment(join(repositoryRoot, "kafka"), "compose.yaml")
    .withEnvironment({ KAFKA_PORT: String(port) })
    .withWaitStrategy("kafka-1", Wait.forHealthCheck())
    .withStartupTimeout(180_000)
    .up();
  const stop = async (): Promise<void> => void (await environment.down({ removeVolumes: true }));
  const brokers = `127.0.0.1:${port}`;
  return ready({ brokers, origin: "docker", stop });
}

async function withoutDocker(options: KafkaOptions): Promise<RunningKafka> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "todo-kafka-")));
  const discard = async (): Promise<void> => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const broker = await startBroker({ dataDir });
    return { brokers: broker.brokers, origin: "maven", stop: () => broker.stop().then(discard) };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function ready(kafka: RunningKafka): Promise<RunningKafka> {
  try {
    await ensureTopics(kafka.brokers);
    return kafka;
  } catch (error) {
    await kafka.stop();
    throw error;
  }
}
