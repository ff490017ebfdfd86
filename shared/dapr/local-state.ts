import { checkKey, checkSave, EtagMismatch, type StateStore } from "./state-store.ts";

/** As much of a PostgreSQL connection or pool as is needed here. */
export type Queries = { query(text: string, values: unknown[]): Promise<{ readonly rows: unknown[]; readonly rowCount: number | null }> };

/** State in the table local.state, for where no daprd runs. */
export function localState(database: Queries): StateStore {
  return {
    async get(key, parse) {
      checkKey(key);
      const { rows } = await database.query(read, [key]);
      const row = rows[0];
      if (row === undefined) return null;
      const { value, etag } = checkedRow(row);
      return { value: parse(JSON.parse(value)), etag };
    },

    async save(key, value, options) {
      checkSave(key, value, options);
      const { etag, ttlSeconds } = options;
      const json = JSON.stringify(value);
      const { rowCount } =
        etag === null
          ? await database.query(create, [key, json, ttlSeconds])
          : await database.query(update, [key, json, ttlSeconds, uuidOrNone(etag)]);
      if (rowCount !== 1) throw new EtagMismatch(key);
    },

    async delete(key, etag) {
      checkKey(key);
      const { rowCount } = await database.query(remove, [key, uuidOrNone(etag)]);
      if (rowCount !== 1) throw new EtagMismatch(key);
    },
  };
}

const read =
  "select value::text as value, etag::text as etag from local.state where key = $1 and (expires_at is null or expires_at > now())";

// An expired row does not exist, so creating may replace it. Some others that have expired leave with it;
// those that another transaction is at are skipped, so that no two writers wait for each other.
const create = `
  with expired as (
    select key from local.state where expires_at <= now() and key <> $1 limit 20 for update skip locked
  ), swept as (
    delete from local.state using expired where state.key = expired.key
  )
  insert into local.state as present (key, value, expires_at)
  values ($1, $2::json, now() + make_interval(secs => $3::int))
  on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at, etag = gen_random_uuid()
  where present.expires_at <= now()`;

const update = `
  update local.state set value = $2::json, expires_at = now() + make_interval(secs => $3::int), etag = gen_random_uuid()
  where key = $1 and etag = $4::uuid and (expires_at is null or expires_at > now())`;

const remove = "delete from local.state where key = $1 and etag = $2::uuid and (expires_at is null or expires_at > now())";

/** An ETag that is no UUID was never given out: it matches no row, as in Dapr's store. */
function uuidOrNone(etag: string): string | null {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(etag) ? etag : null;
}

function checkedRow(row: unknown): { value: string; etag: string } {
  if (typeof row === "object" && row !== null && "value" in row && "etag" in row) {
    const { value, etag } = row;
    if (typeof value === "string" && typeof etag === "string") return { value, etag };
  }
  throw new Error("local.state answered with other columns than value and etag.");
}
