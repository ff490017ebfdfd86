/** One running source: reader → dispatcher → deliveries to its sink. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "@todo/shared/log.ts";
import { Abandoned, deliver, type WriteDeadLetter } from "./deliver.ts";
import { type Dispatcher, dispatcher } from "./dispatcher.ts";
import type { SourceSpec } from "./manifests.ts";
import type { Reader } from "./reader.ts";
import { openSender } from "./send.ts";

export type SourceOptions = {
  source: SourceSpec;
  /** Where the source's Service listens: "http://127.0.0.1:8083". */
  service: string;
  openReader(source: SourceSpec, records: Dispatcher): Reader;
  writeDeadLetter: WriteDeadLetter;
  log: Log;
};

export type RunningSource = { name: string; wake(topics: readonly string[]): void; stop(withinMs: number): Promise<void> };

/** Starts delivering. `stop` lets what is under way end, for at most the time given; what then is open will be delivered again. */
export function startSource({ source, service, openReader, writeDeadLetter, log }: SourceOptions): RunningSource {
  const sender = openSender(source.namespace);
  const sink = new URL(source.path, service).href;
  const stopping = new AbortController();
  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => {
      throw new Abandoned("The source stops.");
    });
  const records = dispatcher(source, (record) => deliver(record, { source, sink, send: sender.send, writeDeadLetter, pause, log }));
  const reader = openReader(source, records);
  log.info({ source: source.name, topics: source.topics, group: source.consumerGroup, sink }, "delivering");
  return {
    name: source.name,
    wake: reader.wake,
    async stop(withinMs) {
      stopping.abort();
      await reader.stop(withinMs);
      sender.close();
    },
  };
}
