/** The PostgreSQL that DATABASE_URL names: looked at before anything is started on it. */
import pg from "pg";

/** `transaction_timeout` came with it. */
const OLDEST = 17;

/** Throws one sentence that says what to do when it cannot be used. The address may hold a password, so only host and port are repeated. */
export async function checkDatabase(url: string): Promise<void> {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new Error(
      "DATABASE_URL is no address of a PostgreSQL: expected postgres://user:password@host:port/database, or none for the embedded one.",
    );
  }
  const { hostname, port, pathname } = new URL(url);
  const where = `${hostname}:${port || 5432}${pathname}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version");
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (major < OLDEST) throw new Error(`it is version ${major}, and ${OLDEST} or newer is needed`);
  } catch (cause) {
    const reason = (cause as Error).message || String((cause as { code?: string }).code);
    throw new Error(
      `The PostgreSQL at ${where} (DATABASE_URL) cannot be used: ${reason}. Mend that, or unset DATABASE_URL for the embedded one.`,
      {
        cause,
      },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
