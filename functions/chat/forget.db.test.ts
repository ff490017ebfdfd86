import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { forgetOld } from "./forget.ts";

const db = await testDatabase();

it("forgets messages after 30 days, everybody's, and no younger one", async () => {
  const insert = `insert into todo.commands (user_id, key, id, fingerprint, text, answer, at)
    select gen_random_uuid(), gen_random_uuid()::text, gen_random_uuid(), '', 'pay rent', '{}', now() - $1::interval from generate_series(1, $2)`;
  await db.admin.query(insert, ["31 days", 1_500]);
  await db.admin.query(insert, ["29 days", 3]);
  const chat = db.as("todo_chat", 1);
  expect(await forgetOld(chat)).toBe(1_500);
  expect((await db.admin.query("select count(*)::int as left from todo.commands")).rows).toEqual([{ left: 3 }]);
  await expect(chat.query("delete from todo.commands where user_id = $1 returning 1", [randomUUID()])).resolves.toMatchObject({
    rowCount: 0,
  });
});
