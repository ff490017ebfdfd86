import { describe, expect, test } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { stateStoreContract } from "./contract.ts";
import { localState } from "./local-state.ts";

const { admin } = await testDatabase();

describe("state in PostgreSQL", () => {
  stateStoreContract(() => localState(admin));

  test("expired rows leave with later ones being created", async () => {
    await admin.query(
      "insert into local.state (key, value, expires_at) select 'expired ' || n, '1', now() - interval '1 s' from generate_series(1, 30) n",
    );
    const count = async (): Promise<unknown> =>
      (await admin.query("select count(*)::int as count from local.state where key like 'expired %'")).rows[0];
    const state = localState(admin);
    await state.save(crypto.randomUUID(), 1, { etag: null, ttlSeconds: 60 });
    expect(await count()).toEqual({ count: 10 });
    await state.save("expired 30", 1, { etag: null, ttlSeconds: null });
    expect(await count()).toEqual({ count: 1 });
  });
});
