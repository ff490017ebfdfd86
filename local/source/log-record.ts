/** A record of a log, whichever log it is. */
export type SourceRecord = {
  topic: string;
  partition: number;
  offset: number;
  key: string | null;
  /** Header names are told apart by case, as in Kafka. */
  headers: Record<string, string>;
  /** Null: a tombstone. */
  value: Buffer | null;
};
