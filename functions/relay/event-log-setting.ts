/** Which log events go to: chosen by configuration, never by where the process thinks it runs. */
export type EventLog = "kafka" | "postgres";

/** EVENT_LOG=kafka|postgres. */
export const eventLog = {
  name: "EVENT_LOG",
  read(value: string): EventLog {
    if (value !== "kafka" && value !== "postgres") throw new Error('is neither "kafka" nor "postgres"');
    return value;
  },
};
