/** The relay's environment. */
import { hostname } from "node:os";
import { allOf, databaseSettings, serverSettings, text, url } from "@todo/shared/config.ts";
import { openSecrets } from "@todo/shared/dapr/open.ts";
import { readSettings } from "@todo/shared/dapr/read-settings.ts";
import { eventLog } from "./event-log-setting.ts";
import { type KafkaAccess, kafkaAccess } from "./kafka-settings.ts";

export type RelaySettings = {
  port: number;
  host: string;
  databaseUrl: string;
  /** For LISTEN, which no transaction pooler passes on: the server itself. */
  listenUrl: string;
  poolSize: number;
  /** Names this process in the lease. */
  holder: string;
  /** RELAY_NAME is given: the process that had this name before is dead, and its lease is taken over at once. */
  isHeir: boolean;
  /** Null: the embedded log. Asked again for every connection. */
  kafka: (() => Promise<KafkaAccess>) | null;
};

const settings = {
  ...serverSettings,
  ...databaseSettings,
  listenUrl: url("DATABASE_LISTEN_URL", ["postgres", "postgresql"], null),
  name: text("RELAY_NAME", null),
  eventLog,
};

/** Reads the environment and the secrets that it names; throws one ConfigError. */
export async function relaySettings(env: NodeJS.ProcessEnv): Promise<RelaySettings> {
  const secrets = openSecrets(env);
  const kafka = () => kafkaAccess(env, secrets);
  // What Kafka needs is read now as well, so that its faults are named with the others.
  const [config] = await allOf(readSettings(env, settings, secrets), env.EVENT_LOG === "kafka" ? kafka() : Promise.resolve(null));
  return {
    ...config,
    listenUrl: config.listenUrl ?? config.databaseUrl,
    holder: config.name ?? `${hostname()} ${process.pid}`,
    isHeir: config.name !== null,
    kafka: config.eventLog === "kafka" ? kafka : null,
  };
}
