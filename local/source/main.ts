/** The laptop's stand-in for Knative's KafkaSource: delivers what the manifests in knative/base say, from Kafka or from the embedded log. */
import { join } from "node:path";
import { type EventLog, eventLog } from "@todo/relay/event-log-setting.ts";
import { kafkaAccess } from "@todo/relay/kafka-settings.ts";
import { integer, readConfig, text, url } from "@todo/shared/config.ts";
import { openSecrets } from "@todo/shared/dapr/open.ts";
import { serve } from "@todo/shared/host/serve.ts";
import { type Log, openLog } from "@todo/shared/log.ts";
import { openEmbeddedLog } from "./embedded-log.ts";
import type { EventLogAccess } from "./event-log-access.ts";
import { openKafkaLog } from "./kafka-log.ts";
import { sourcesIn } from "./manifests.ts";
import { sinks } from "./sinks.ts";
import { startSource } from "./source.ts";

const DRAIN_MS = 10_000;

async function main(): Promise<void> {
  const log = openLog("source");
  const config = readConfig(process.env, {
    port: integer("PORT", 0, 65_535),
    host: text("HOST", "127.0.0.1"),
    manifests: text("SOURCE_MANIFESTS", join(import.meta.dirname, "../../knative/base")),
    eventLog,
    sinks,
  });
  const sources = sourcesIn(config.manifests).map((source) => {
    const service = config.sinks[source.service];
    if (service === undefined) throw new Error(`SINKS names no URL for the service ${source.service} of KafkaSource ${source.name}.`);
    return { source, service };
  });
  const access = await openAccess(config.eventLog, log);
  const running = sources.map((each) => startSource({ ...each, ...access, log }));
  access.onWake((topics) => {
    for (const each of running) each.wake(topics);
  });
  await serve({
    log,
    port: config.port,
    host: config.host,
    stopping: async () => {
      await Promise.all(running.map((each) => each.stop(DRAIN_MS)));
    },
    stopped: access.close,
  });
}

async function openAccess(kind: EventLog, log: Log): Promise<EventLogAccess> {
  if (kind === "kafka") {
    return openKafkaLog(await kafkaAccess(process.env, openSecrets(process.env)), log);
  }
  const { databaseUrl } = readConfig(process.env, { databaseUrl: url("DATABASE_URL", ["postgres", "postgresql"]) });
  return openEmbeddedLog(databaseUrl, log);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
