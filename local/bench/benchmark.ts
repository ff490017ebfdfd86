/** What a benchmark is: a question, measured several times, with the aim beside the answer. */

export type Aim = { atLeast: number } | { atMost: number };

/** One line of the table. */
export type Row = {
  what: string;
  /** One value a round: ratios to the yardstick of the same round, or milliseconds. */
  values: number[];
  unit: "×" | "ms";
  aim: Aim | null;
  /** The absolute figures behind it, or why there are none. */
  beside: string;
};

export type Settings = {
  rounds: number;
  /** Length of one load, in seconds. */
  seconds: number;
  say(line: string): void;
};

export type Benchmark = {
  /** What the command line calls it. */
  name: string;
  question: string;
  run(settings: Settings): Promise<Row[]>;
};
