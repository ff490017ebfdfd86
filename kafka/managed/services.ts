/** The ways to run Kafka, from values.yaml. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";

export type KafkaUser = "relay" | "sources" | "deadLetters";

export type KafkaService = {
  readonly bootstrapServers: readonly string[];
  readonly mechanism: "SCRAM-SHA-512" | "PLAIN";
  /** Common names of the public authorities that its certificates come from; none: the cluster has a CA of its own. */
  readonly authorities: readonly string[];
  readonly users: Readonly<Record<KafkaUser, string>>;
  /** Who makes the topics. */
  readonly topics: "manifests" | "admin-api" | "terraform";
  /** Who makes users and rights. */
  readonly rights: "manifests" | "admin-api" | "terraform";
  /** Null: as long as one likes. */
  readonly longestRetentionDays: number | null;
  readonly differences: readonly string[];
};

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

/** Every service as written, with its ${NAME}s. Throws when values.yaml does not follow its schema. */
export function kafkaServices(): Readonly<Record<string, KafkaService>> {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  const isValid = ajv.compile<Record<string, KafkaService>>(JSON.parse(read("values.schema.json")));
  const values: unknown = parse(read("values.yaml"));
  if (!isValid(values)) throw new Error(`values.yaml: ${ajv.errorsText(isValid.errors)}`);
  return values;
}

/** One service with its ${NAME}s filled in; throws for an unknown one, naming the known, and for each NAME that `env` lacks. */
export function kafkaService(name: string, env: NodeJS.ProcessEnv): KafkaService {
  const services = kafkaServices();
  const service = services[name];
  if (!service) throw new Error(`There is no Kafka service "${name}"; the known ones are ${Object.keys(services).join(", ")}.`);
  const missing = new Set<string>();
  const fill = (text: string): string =>
    text.replace(/\$\{(\w+)\}/g, (_, variable: string) => {
      const value = env[variable];
      if (!value) missing.add(variable);
      return value ?? "";
    });
  const { relay, sources, deadLetters } = service.users;
  const filled: KafkaService = {
    ...service,
    bootstrapServers: service.bootstrapServers.flatMap((server) => fill(server).split(",")),
    users: { relay: fill(relay), sources: fill(sources), deadLetters: fill(deadLetters) },
  };
  if (missing.size > 0) throw new Error(`${name} needs ${[...missing].join(", ")} in the environment.`);
  return filled;
}
