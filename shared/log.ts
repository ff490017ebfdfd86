/** One JSON line per outcome: event id, type, task id, duration, result. Never a message's text, never a secret. */
import { type Logger, pino } from "pino";

export type Log = Logger;

/** The log of one process, named after its function; LOG_LEVEL chooses what is said (default "info"). */
export const openLog = (name: string): Log =>
  pino({
    name,
    level: process.env.LOG_LEVEL ?? "info",
    base: { function: name, revision: process.env.K_REVISION },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
