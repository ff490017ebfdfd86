/** One user's rows through the views, outside of a transaction: the reading statement itself names the user to them. */
import type pg from "pg";

/** Whatever can send a statement: a pool, or a transaction. */
export type Reader = {
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<pg.QueryResult<R>>;
};

/**
 * Begins a statement whose $1 is the user. Setting the user and reading in one statement costs no round trip, and cannot leak into the next one;
 * every query block over a view then has to be gated with `OF_USER` (or `IS_USER`), so that the setting is made before the first row is looked at.
 */
export const AS_USER = "with s as materialized (select set_config('app.user_ids', array[$1::uuid]::text, true))";
export const OF_USER = "(select count(*) from s) = 1 and user_id = $1";
/** The same for the view of users themselves. */
export const IS_USER = "(select count(*) from s) = 1 and id = $1";
