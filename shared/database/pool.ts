/** Connections to PostgreSQL: one pool per process, in the role of its function, behind one circuit breaker. */
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from "cockatiel";
import pg from "pg";

/** The database cannot be reached, or did not answer in time: the caller's caller should try again later. */
export class DatabaseUnavailable extends Error {
  override name = "DatabaseUnavailable";
}

/** PostgreSQL answers and does not let this function in: no such login, password, database or role. Somebody has to mend it. */
export class DatabaseRefuses extends DatabaseUnavailable {
  override name = "DatabaseRefuses";
  /** In PostgreSQL's words, which are not for users. */
  readonly reason: string;

  constructor(cause: Error) {
    super("PostgreSQL does not let this function in. Nothing was changed; try again shortly.", { cause });
    this.reason = cause.message;
  }
}

/** The connection was lost after COMMIT had been sent: done or not done, only an idempotency key or a mark can tell. */
export class CommitUnknown extends DatabaseUnavailable {
  override name = "CommitUnknown";
}

export type DatabaseOptions = {
  url: string;
  /** The NOLOGIN role whose rights the connections have. */
  role: string;
  /** Connections at most. */
  max?: number;
};

export type Database = {
  pool: pg.Pool;
  /** A connection of its own, through the breaker; release it with an error to have it thrown away. */
  connect(): Promise<pg.PoolClient>;
  /** One statement on any connection, through the breaker. `name` makes it a prepared statement. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<pg.QueryResult<R>>;
  close(): Promise<void>;
};

const SETTINGS = { statement_timeout: 15_000, idle_in_transaction_session_timeout: 10_000, transaction_timeout: 30_000 };

// Timestamps stay text in UTC (the session's zone): a Date would lose the microseconds, and the wire speaks RFC 3339 anyway.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text") => {
    if (oid === pg.types.builtins.TIMESTAMPTZ) return rfc3339;
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.DATE) return String;
    return pg.types.getTypeParser(oid, format as "text");
  }) as pg.CustomTypesConfig["getTypeParser"],
};

/** "2026-11-23 09:00:00.12+00" → "2026-11-23T09:00:00.120Z". */
export function rfc3339(text: string): string {
  const [day, clock = ""] = text.split(" ");
  const [seconds = "", fraction = ""] = clock.replace(/\+00$/, "").split(".");
  return `${day}T${seconds}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
}

/** Opens a pool; connects on first use. */
export function openDatabase({ url, role, max = 10 }: DatabaseOptions): Database {
  const settings = Object.entries({ ...SETTINGS, timezone: "UTC", role }).map(([name, value]) => `-c ${name}=${value}`);
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options: settings.join(" "),
    application_name: role,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    pipeline: true,
    types,
  } as pg.PoolConfig);
  // An idle connection's end (57P01, a restart) is no event of anyone's request; without a listener it would end the process.
  pool.on("error", () => {});
  // The same for one that is checked out and waits inside a transaction: its next statement says what happened.
  pool.on("connect", (client) => client.on("error", () => {}));
  const breaker = circuitBreaker(handleWhen(isConnectionLoss), { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(5) });

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await breaker.execute(work);
    } catch (error) {
      if (isRefusal(error)) throw new DatabaseRefuses(error);
      throw error instanceof BrokenCircuitError || isPassing(error) ? unavailable(error) : error;
    }
  };
  return {
    pool,
    connect: () => guarded(() => pool.connect()),
    query: (text, values = [], name) => guarded(() => pool.query(name ? { name, text, values } : { text, values })),
    close: () => pool.end(),
  };
}

/** Lets what is sent on a connection within this turn of the event loop leave together: a round trip is then one system call, not one a statement. */
export function gather(client: pg.PoolClient): void {
  if (!("connection" in client) || !(client.connection instanceof pg.Connection)) return;
  const { stream } = client.connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** The database cannot do it now, and nothing was changed. */
export const unavailable = (cause: unknown): DatabaseUnavailable =>
  new DatabaseUnavailable("The database cannot do this now. Nothing was changed; try again shortly.", { cause });

const LOST = /Connection terminated|connection timeout|timeout exceeded|not queryable|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|server closed/i;

const codeOf = (error: Error): string => (error as { code?: string }).code ?? "";

/** Whether an error means that the connection (not the statement) failed: class 08, shutdown, crash and session timeout codes, socket errors. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return /^(08...|57P0[1-5]|25P0[34]|53300)$/.test(code) || (!/^[0-9A-Z]{5}$/.test(code) && LOST.test(`${code} ${error.message}`));
}

/**
 * Whether the server could do at another time what it cannot do now: a lost connection, no resources (class 53: disk, memory), a fault of its system
 * (58), a statement that ran out of time behind somebody else's lock (57014, 55P03), a standby that is not the primary yet (25006).
 */
export function isPassing(error: unknown): boolean {
  return isConnectionLoss(error) || (error instanceof Error && /^(53...|58...|57014|55P03|25006)$/.test(codeOf(error)));
}

/** Whether the server ended the connection at its beginning for good: class 28, no such database, no such role or no right to it. */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code = "", severity }: Error & { code?: string; severity?: string } = error;
  return severity === "FATAL" && /^(28...|3D000|22023|42501|42704)$/.test(code);
}

/** Whether a transaction that failed so may simply be run again: serialisation failure or deadlock. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Error && ["40001", "40P01"].includes(codeOf(error));
}
