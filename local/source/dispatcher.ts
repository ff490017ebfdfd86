/** Decides which record is delivered when, and how far a partition is finished without a gap. */
import type { SourceRecord } from "./log-record.ts";
import type { SourceSpec } from "./manifests.ts";

export type Progress = { topic: string; partition: number; offset: number };

export type Dispatcher = {
  /** Takes the next record of a partition; delivered when its turn comes. */
  offer(record: SourceRecord): void;
  /** Whether more records of this partition should be offered now; else what waits would only fill memory. */
  hasRoom(topic: string, partition: number): boolean;
  /** Resolves when the next delivery has ended. */
  nextEnd(): Promise<void>;
  /** For each partition the offset below which everything has ended: what may be committed. */
  progress(): Progress[];
  /** A partition now belongs to someone else, or begins anew: what waits is dropped, what is under way no longer counts. */
  forget(topic: string, partition: number): void;
  /** Starts no more and resolves when nothing is under way, or after `withinMs`. */
  drain(withinMs: number): Promise<void>;
};

/** A partition's records that are not finished, in the order of their offsets, and the offset behind the last one offered. */
type Partition = { topic: string; partition: number; open: Set<number>; next: number; isForgotten: boolean };
type Lane = { waiting: { record: SourceRecord; of: Partition }[]; busy: number };

/** Records in flight, per consumer, of an unordered source; one poll's worth. */
const IN_FLIGHT = 50;
/** Records that may wait behind those in flight. */
const WAITING = 50;

/**
 * Ordered: one record of a partition at a time. Unordered: 50 of all per consumer, each for itself.
 * `deliver` rejects when it was abandoned, and then the record counts as not delivered.
 */
export function dispatcher(
  source: Pick<SourceSpec, "ordering" | "consumers">,
  deliver: (record: SourceRecord) => Promise<unknown>,
): Dispatcher {
  const isOrdered = source.ordering === "ordered";
  const atOnce = isOrdered ? 1 : IN_FLIGHT * source.consumers;
  const partitions = new Map<string, Partition>();
  const lanes = new Map<string, Lane>();
  const ended: (() => void)[] = [];
  let underWay = 0;
  let isDraining = false;

  const keyOf = (topic: string, partition: number) => `${topic} ${partition}`;
  const laneOf = (key: string): Lane => getOrMake(lanes, isOrdered ? key : "all", () => ({ waiting: [], busy: 0 }));

  function start(lane: Lane): void {
    while (!isDraining && lane.busy < atOnce) {
      const next = lane.waiting.shift();
      if (!next) return;
      if (next.of.isForgotten) continue;
      lane.busy += 1;
      underWay += 1;
      const end = () => {
        lane.busy -= 1;
        underWay -= 1;
        start(lane);
        for (const tell of ended.splice(0)) tell();
      };
      deliver(next.record).then(() => {
        next.of.open.delete(next.record.offset);
        end();
      }, end); // abandoned: it stays open, and so will be delivered again
    }
  }

  return {
    offer(record) {
      const key = keyOf(record.topic, record.partition);
      const of = getOrMake(partitions, key, () => ({
        topic: record.topic,
        partition: record.partition,
        open: new Set<number>(),
        next: record.offset,
        isForgotten: false,
      }));
      of.open.add(record.offset);
      of.next = record.offset + 1;
      const lane = laneOf(key);
      lane.waiting.push({ record, of });
      start(lane);
    },
    hasRoom: (topic, partition) => laneOf(keyOf(topic, partition)).waiting.length < WAITING,
    nextEnd: () => (isDraining ? Promise.resolve() : new Promise((resolve) => ended.push(resolve))),
    progress: () =>
      [...partitions.values()].map(({ topic, partition, open, next }) => {
        const [first] = open; // a Set keeps the order of insertion, and offsets come in rising
        return { topic, partition, offset: first ?? next };
      }),
    forget(topic, partition) {
      const key = keyOf(topic, partition);
      const known = partitions.get(key);
      if (known) known.isForgotten = true;
      partitions.delete(key);
    },
    async drain(withinMs) {
      isDraining = true;
      const until = performance.now() + withinMs;
      while (underWay > 0 && performance.now() < until) {
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, until - performance.now());
        });
        await Promise.race([new Promise<void>((resolve) => ended.push(resolve)), late]);
        clearTimeout(timer);
      }
      for (const tell of ended.splice(0)) tell();
    },
  };
}

function getOrMake<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
