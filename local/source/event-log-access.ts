/** What a source needs of a log: the embedded one and Kafka both give it. */
import type { WriteDeadLetter } from "./deliver.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { SourceSpec } from "./manifests.ts";
import type { Reader } from "./reader.ts";

export type EventLogAccess = {
  openReader(source: SourceSpec, records: Dispatcher): Reader;
  writeDeadLetter: WriteDeadLetter;
  /** Sets who is told of topics with new records; none named: any. */
  onWake(wake: (topics: readonly string[]) => void): void;
  /** To be called when all readers have stopped. */
  close(): Promise<void>;
};
