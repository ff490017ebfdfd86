/** The relay's environment. */
import { hostname } from "node:os";
import { databaseSettings, readConfig, serverSettings, text, url } from "@todo/shared/config.ts";
import { openSecrets } from "@todo/shared/dapr/open.ts";
import { daprSettings } from "@todo/shared/dapr/settings.ts";
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

/** Reads the environment; throws ConfigError, or SecretMissing. */
export async function relaySettings(env: NodeJS.ProcessEnv): Promise<RelaySettings> {
  const config = readConfig(env, {
    ...serverSettings,
    ...databaseSettings,
    listenUrl: url("DATABASE_LISTEN_URL", ["postgres", "postgresql"], null),
    name: text("RELAY_NAME", null),
    secretsFile: text("SECRETS_FILE", "secrets.json"),
    eventLog,
  });
  const secrets = openSecrets({ dapr: daprSettings(env), secretsFile: config.secretsFile });
  const kafka = () => kafkaAccess(env, secrets);
  if (config.eventLog === "kafka") await kafka(); // what is missing is named now
  return {
    ...config,
    listenUrl: config.listenUrl ?? config.databaseUrl,
    holder: config.name ?? `${hostname()} ${process.pid}`,
    isHeir: config.name !== null,
    kafka: config.eventLog === "kafka" ? kafka : null,
  };
}
