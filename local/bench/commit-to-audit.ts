/** How long after the commit of a write its audit entry is committed, through real Kafka, beside a bare round trip through the same broker. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ensureTopics } from "../../kafka/topics.ts";
import { kafka } from "../parts/kafka.ts";
import { PartMissing } from "../parts/part-missing.ts";
import { startPostgres } from "../postgres.ts";
import { eventually, percentile } from "../testing/person.ts";
import type { Benchmark, Row, Settings } from "./benchmark.ts";
import { CREATE } from "./create-http.ts";
import type { RoundTrips } from "./kafka-round-trip.ts";
import { group, runLoad } from "./load/run-load.ts";
import { runChild } from "./run-child.ts";
import { asSuperuser, inFolder, people, withProduct } from "./stage.ts";
import { percentilesOf } from "./statistics.ts";

const TOPIC = { name: "bench-round-trips", partitions: 24, retentionMs: 3_600_000 };
/** About as many bytes as the event of a create, with its headers. */
const BYTES = 1_400;
const PAUSE_MS: [number, number] = [5, 45];
const MEAN_PAUSE_MS = 25;

export const commitToAudit: Benchmark = {
  name: "audit",
  question: "from commit to audit entry through real Kafka, beside a bare kafkajs round trip",
  run: (settings) => inFolder((folder) => measured(folder, settings).catch(missing)),
};

function missing(error: unknown): Row[] {
  if (!(error instanceof PartMissing)) throw error;
  return [{ what: "commit → audit / round trip, p50", values: [], unit: "×", aim: { atMost: 2 }, beside: error.message }];
}

async function measured(folder: string, { rounds, seconds, say }: Settings): Promise<Row[]> {
  const dataDir = join(folder, "kafka");
  mkdirSync(dataDir);
  const broker = await kafka({ dataDir });
  try {
    // A broker that has just begun may not know of a topic that it has just made.
    await eventually(() => ensureTopics(broker.brokers, [TOPIC]).then(() => true));
    // PostgreSQL's own record of when each transaction was committed: no clock of ours is in the figure.
    const postgres = await startPostgres({ dataDir: join(folder, "postgres"), flags: ["-c", "track_commit_timestamp=on"] });
    try {
      return await withProduct({ databaseUrl: postgres.url, kafka: { brokers: broker.brokers } }, async (product) => {
        const tokens = await people(product, 50);
        const write = async (length: number) => {
          const groups = [group({ name: "create", connections: 1, tokens, requests: [CREATE], pauseMs: PAUSE_MS })];
          await runLoad({ url: product.url, seconds: length, groups });
        };
        await write(3);
        const [ours, bare]: number[][][] = [[], []];
        for (let round = 1; round <= rounds; round++) {
          const times = Math.ceil((seconds * 1_000) / MEAN_PAUSE_MS);
          const plan: RoundTrips = { brokers: broker.brokers, topic: TOPIC.name, times, bytes: BYTES, pauseMs: PAUSE_MS };
          bare!.push(await runChild<RoundTrips, number[]>("local/bench/kafka-round-trip.ts", plan, seconds * 1_000 + 60_000));
          const before = await newest(product.databaseUrl);
          await write(seconds);
          ours!.push(await delaysAfter(product.databaseUrl, before));
          say(`round ${round}: ${percentilesOf(ours!.at(-1)!)}, bare ${percentilesOf(bare!.at(-1)!)}`);
        }
        const row = (p: number, atMost: number): Row => ({
          what: `commit → audit / round trip, p${p}`,
          values: ours!.map((values, round) => percentile(values, p) / percentile(bare![round]!, p)),
          unit: "×",
          aim: { atMost },
          beside: `${percentile(ours!.flat(), p).toFixed(1)} ms : ${percentile(bare!.flat(), p).toFixed(1)} ms, ${ours!.flat().length} events`,
        });
        return [row(50, 2), row(99, 2.5)];
      });
    } finally {
      await postgres.stop();
    }
  } finally {
    await broker.stop();
  }
}

const newest = (url: string): Promise<string> =>
  asSuperuser(url, async (client) => (await client.query("select coalesce(max(xid), '0')::text as xid from events.journal")).rows[0].xid);

const DELAYS = `
  select extract(epoch from pg_xact_commit_timestamp(n.xmin) - pg_xact_commit_timestamp(j.xmin))::float8 * 1000 as ms
  from events.journal as j left join audit.entries as n using (event_id) where j.xid > $1::xid8`;

/** Milliseconds from commit to commit of every event that is newer than this transaction; waits until audit has them all. */
function delaysAfter(url: string, xid: string): Promise<number[]> {
  return asSuperuser(url, async (client) => {
    for (const deadline = Date.now() + 30_000; ; await pause(100)) {
      const { rows } = await client.query<{ ms: number | null }>(DELAYS, [xid]);
      const delays = rows.flatMap(({ ms }) => ms ?? []);
      if (delays.length === rows.length) return delays;
      if (Date.now() > deadline) throw new Error(`${rows.length - delays.length} of ${rows.length} events did not reach the audit.`);
    }
  });
}
