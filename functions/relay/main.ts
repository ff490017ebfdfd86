/** relay: journal → log, and the reconciler. */

import { listen } from "@todo/shared/database/listen.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import { JOURNAL_CHANNEL } from "@todo/shared/database/wake-up.ts";
import { serve } from "@todo/shared/host/serve.ts";
import { openLog } from "@todo/shared/log.ts";
import { reconcileChore } from "./chores/reconcile.ts";
import { replayChore } from "./chores/replay.ts";
import { retentionChore } from "./chores/retention.ts";
import { samplesChore } from "./chores/samples.ts";
import { checkKafka } from "./kafka-check.ts";
import { openKafkaPublisher } from "./kafka-publisher.ts";
import { watchLag } from "./lag.ts";
import { openLogPublisher } from "./log-publisher.ts";
import { startRelay } from "./relay.ts";
import { relaySettings } from "./settings.ts";

const ROLE = "todo_relay";

async function main(): Promise<void> {
  const log = openLog("relay");
  const settings = await relaySettings(process.env);
  const database = openDatabase({ url: settings.databaseUrl, role: ROLE, max: settings.poolSize });
  const { kafka } = settings;
  const publisher = kafka ? openKafkaPublisher(database, { clientId: "relay", access: kafka, log }) : openLogPublisher(database);
  const chores = [samplesChore(database), replayChore(database), reconcileChore(database, log), retentionChore(database)];
  const relay = startRelay({ database, publisher, log, holder: settings.holder, isHeir: settings.isHeir, chores, failed: end });
  const stopWatching = watchLag(database, log);
  const listener = listen({
    url: settings.listenUrl,
    role: ROLE,
    channel: JOURNAL_CHANNEL,
    notified: relay.wake,
    listening: relay.wake,
    lost: (error) => log.warn({ err: error }, "wake-ups interrupted, polling meanwhile"),
  });
  await serve({
    log,
    port: settings.port,
    host: settings.host,
    // Without Kafka the relay waits, and that is its work: only the database makes it useless.
    ready: { database: () => database.query("select 1") },
    checks: { ...(kafka ? { kafka: async () => checkKafka(await kafka(), log) } : {}) },
    stopping: () => {
      stopWatching();
      return relay.stop();
    },
    stopped: async () => {
      await listener.close();
      await publisher.close();
      await database.close();
    },
  });
}

function end(error: Error): void {
  console.error(error.message);
  process.exit(1);
}

main().catch(end);
