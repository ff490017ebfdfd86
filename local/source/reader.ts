/** What offers a log's records to a dispatcher and commits its progress. */
export type Reader = {
  /** There may be new records in these topics; none named: in any. */
  wake(topics: readonly string[]): void;
  /** Offers no more, lets what is under way end (at most `withinMs`), and commits. */
  stop(withinMs: number): Promise<void>;
};
