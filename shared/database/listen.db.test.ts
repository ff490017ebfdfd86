import { expect, it, vi } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { listen } from "./listen.ts";

const db = await testDatabase();

it("hears what is announced, and again after its connection was cut, with one wake-up for what it may have missed", async () => {
  const heard: string[] = [];
  const lost = vi.fn();
  const listener = listen({
    url: db.url,
    role: "todo_relay",
    channel: "test news",
    notified: (payload) => heard.push(payload),
    listening: () => heard.push(""),
    lost,
  });
  await vi.waitFor(() => expect(heard).toEqual([""]));
  await db.admin.query("select pg_notify('test news', 'one')");
  await vi.waitFor(() => expect(heard).toEqual(["", "one"]));
  await db.admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'todo_relay listen' and datname = current_database()",
  );
  await vi.waitFor(() => expect(heard).toEqual(["", "one", ""]), { timeout: 5_000 });
  expect(lost).toHaveBeenCalledOnce();
  await db.admin.query("select pg_notify('test news', 'two')");
  await vi.waitFor(() => expect(heard).toEqual(["", "one", "", "two"]));
  await listener.close();
  const { rows } = await db.admin.query(
    "select from pg_stat_activity where application_name = 'todo_relay listen' and datname = current_database()",
  );
  expect(rows).toEqual([]);
});
