import { randomUUID } from "node:crypto";
import type { Priority, Task, TaskPage } from "@todo/shared/contracts/types.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { openRateLimit } from "./api/rate-limit.ts";
import { type Person, testApi } from "./testing/api.ts";

const db = await testDatabase();
let now = new Date("2026-11-23T10:00:00Z");
const { person } = testApi(db, { clock: () => now, rateLimit: openRateLimit({ perSecond: 1e6, burst: 1e6 }) });

const PRIORITIES: Priority[] = ["none", "low", "medium", "high", "urgent"];
const WORDS = ["pay", "Rent", "call", "mum", "dentist", "Über", "water", "plants"];

/** 60 tasks that differ in everything a list can ask for, made by one multiplication after the other. */
const inputs = Array.from({ length: 60 }, (_, n) => ({
  title: `${WORDS[(n * 7) % 8]} ${WORDS[(n * 5 + 3) % 8]}${n % 4 ? ` ${n}` : ""}`,
  description: n % 6 === 0 ? "ask the landlord" : "",
  priority: PRIORITIES[(n * 3) % 5],
  tags: [...(n % 2 ? ["home"] : []), ...(n % 3 ? ["errand"] : [])],
  ...(n % 5 === 0
    ? {}
    : { due: { date: `2026-11-${String(15 + ((n * 11) % 15)).padStart(2, "0")}`, ...(n % 3 ? { time: "11:00:00" } : {}) } }),
  ...(n % 10 === 1 ? { rule: { rrules: ["FREQ=WEEKLY"] } } : {}),
}));

const owner = person();
const all = await prepared(owner);

async function prepared(someone: Person): Promise<Task[]> {
  const made = await someone.call<{ tasks: Task[] }>("POST", "/api/v1/tasks/batch", {
    operations: inputs.map((task) => ({ op: "create", task })),
  });
  expect(made.status).toBe(200);
  const { tasks } = made.body;
  for (const [n, { id }] of tasks.entries()) {
    if (n % 7 === 3) await someone.call("POST", `/api/v1/tasks/${id}/complete`);
    if (n % 13 === 5) await someone.call("DELETE", `/api/v1/tasks/${id}`);
  }
  const { rows } = await db.admin.query("select id, deleted_at is null as present from todo.tasks where user_id = $1", [someone.id]);
  const present = new Set(rows.filter((row) => row.present).map((row) => row.id));
  return Promise.all(
    tasks.filter(({ id }) => present.has(id)).map(async ({ id }) => (await someone.call("GET", `/api/v1/tasks/${id}`)).body),
  );
}

/** Every page of a list, one after the other. */
async function walk(query: string, limit: number): Promise<Task[]> {
  const found: Task[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { status, body }: { status: number; body: TaskPage } = await owner.call<TaskPage>(
      "GET",
      `/api/v1/tasks?${query}&limit=${limit}${cursor && `&cursor=${cursor}`}`,
    );
    expect(status).toBe(200);
    expect(body.tasks.length).toBeLessThanOrEqual(limit);
    found.push(...body.tasks);
    cursor = body.next;
  }
  return found;
}

const ids = (tasks: Task[]): string[] => tasks.map(({ id }) => id);
const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
const dueLast = (a: Task, b: Task, sign: number): number =>
  a.due && b.due ? sign * compare(a.due.at, b.due.at) : a.due ? -1 : b.due ? 1 : 0;
const orders: Record<string, (a: Task, b: Task, sign: number) => number> = {
  due: dueLast,
  priority: (a, b, sign) => sign * compare(PRIORITIES.indexOf(a.priority), PRIORITIES.indexOf(b.priority)) || dueLast(a, b, 1),
  created: (a, b, sign) => sign * compare(a.createdAt, b.createdAt),
  updated: (a, b, sign) => sign * compare(a.updatedAt, b.updatedAt),
  title: (a, b, sign) => sign * compare(a.title.toLowerCase(), b.title.toLowerCase()),
};

describe("a list", () => {
  const TODAY = "2026-11-23";
  const START_OF_TODAY = "2026-11-22T23:00:00.000Z";
  const isPast = ({ due }: Task) => due !== null && (due.time ? due.at < now.toISOString() : due.date < TODAY);
  const says = (task: Task, text: string) =>
    `${task.title} ${task.description}`
      .toLowerCase()
      .split(/ /)
      .some((word) => word.startsWith(text));
  const filters: [string, (task: Task) => boolean][] = [
    ["", (task) => task.status === "open"],
    ["status=any", () => true],
    ["status=completed", (task) => task.status === "completed"],
    ["overdue=true", (task) => task.status === "open" && isPast(task)],
    ["overdue=true&status=any", (task) => task.status === "open" && isPast(task)],
    ["no_due=true", (task) => task.status === "open" && task.due === null],
    [`due_from=${TODAY}&due_to=${TODAY}`, (task) => task.status === "open" && task.due?.date === TODAY],
    [`due_from=${TODAY}`, (task) => task.status === "open" && task.due !== null && task.due.at >= START_OF_TODAY],
    [`due_to=2026-11-22&status=any`, (task) => task.due !== null && task.due.date <= "2026-11-22"],
    ["priority=high&priority=urgent", (task) => task.status === "open" && ["high", "urgent"].includes(task.priority)],
    ["tag=home&tag=errand", (task) => task.status === "open" && task.tags.includes("home") && task.tags.includes("errand")],
    ["tag=nothing", () => false],
    ["repeating=true", (task) => task.status === "open" && task.seriesId !== null],
    ["repeating=false&priority=none", (task) => task.status === "open" && task.seriesId === null && task.priority === "none"],
    ["q=den", (task) => task.status === "open" && says(task, "den")],
    ["q=land&status=any", (task) => says(task, "land")],
    ["q=entis", (task) => task.status === "open" && task.title.includes("entis")],
    ["q=rent%20pay", (task) => task.status === "open" && says(task, "rent") && says(task, "pay")],
    ["q=%C3%BCber", (task) => task.status === "open" && says(task, "über")],
    ["q=%25&status=any", () => false],
    ["q=al_&status=any", () => false],
  ];

  const tagged: (typeof filters)[number] = ["tag=errand&status=any", (task) => task.tags.includes("errand")];

  it.each(filters)("?%s has exactly the tasks that fit", async (query, fits) => {
    expect(ids(await walk(`${query}&sort=created`, 200)).sort()).toEqual(ids(all.filter(fits)).sort());
  });

  for (const sort of Object.keys(orders)) {
    for (const [direction, sign] of [
      ["asc", 1],
      ["desc", -1],
    ] as const) {
      for (const [query, fits] of [...filters.slice(0, 6), tagged]) {
        it(`?${query} by ${sort} ${direction} is whole and in order, page by page`, async () => {
          const found = await walk(`${query}&sort=${sort}&direction=${direction}`, 7);
          expect(ids(found).sort()).toEqual(ids(all.filter(fits)).sort());
          for (const [index, task] of found.slice(1).entries()) expect(orders[sort]!(found[index]!, task, sign)).toBeLessThanOrEqual(0);
        });
      }
    }
  }

  it("ranks the title above the description, page by page", async () => {
    const someone = person();
    for (const task of [{ title: "other", description: "rent" }, { title: "pay the rent of the garage" }, { title: "rent" }]) {
      await someone.call("POST", "/api/v1/tasks", task);
    }
    const first = await someone.call<TaskPage>("GET", "/api/v1/tasks?q=rent&limit=2");
    const rest = await someone.call<TaskPage>("GET", `/api/v1/tasks?q=rent&limit=2&cursor=${first.body.next}`);
    expect([...first.body.tasks, ...rest.body.tasks].map(({ title }) => title)).toEqual(["rent", "pay the rent of the garage", "other"]);
    expect(rest.body.next).toBeNull();
  });

  it("a cursor of another list is refused", async () => {
    const { body } = await owner.call<TaskPage>("GET", "/api/v1/tasks?limit=5");
    expect((await owner.call("GET", `/api/v1/tasks?limit=5&sort=title&cursor=${body.next}`)).status).toBe(400);
    expect((await owner.call("GET", `/api/v1/tasks?limit=9&cursor=${body.next}`)).status).toBe(200);
  });
});

describe("a list of more tasks than are sorted", () => {
  const MANY = 450;
  const someone = person();

  beforeAll(async () => {
    const { body } = await someone.call("POST", "/api/v1/tasks", { title: "xy first", tags: ["crowd"], due: { date: "2026-11-24" } });
    const { rows } = await db.admin.query("select * from todo.tasks where id = $1", [body.id]);
    const { search: _, ...first } = rows[0];
    const copies = Array.from({ length: MANY }, (_each, n) => ({
      ...first,
      id: randomUUID(),
      title: `xy ${n}`,
      due_at: new Date(first.due_at.getTime() + ((n * 7) % 100) * 60_000),
      updated_at: new Date(first.updated_at.getTime() + n),
    }));
    const columns = Object.keys(first).join(", ");
    const values = `select ${columns} from jsonb_populate_recordset(null::todo.tasks, $1)`;
    await db.admin.query(`insert into todo.tasks (${columns}) ${values}`, [JSON.stringify(copies)]);
  });

  const pages = async (query: string): Promise<Task[]> => {
    const found: Task[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await someone.call<TaskPage>("GET", `/api/v1/tasks?${query}&limit=200${cursor}`);
      found.push(...body.tasks);
      if (body.next === null) return found;
      cursor = `&cursor=${body.next}`;
    }
  };

  it.each([
    ["tag=crowd&sort=due", "due"],
    ["tag=crowd&sort=title&status=any", "title"],
    ["q=xy&sort=updated&direction=asc", "updated"],
  ])("?%s is whole and in order, page by page", async (query, sort) => {
    const found = await pages(query);
    expect(new Set(ids(found)).size).toBe(MANY + 1);
    expect(found).toHaveLength(MANY + 1);
    for (const [index, task] of found.slice(1).entries()) expect(orders[sort]!(found[index]!, task, 1)).toBeLessThanOrEqual(0);
  });

  it("the latest of them are ranked", async () => {
    const found = await pages("q=xy");
    expect(found.map(({ title }) => title)).toEqual(expect.arrayContaining(Array.from({ length: 200 }, (_, n) => `xy ${MANY - 1 - n}`)));
    expect(found).toHaveLength(200);
  });
});

describe("an unchanged list", () => {
  const list = (someone: Person, query: string, tag?: string) =>
    someone.call<TaskPage>("GET", `/api/v1/tasks${query}`, undefined, tag ? { "if-none-match": tag } : {});

  it("is not sent again until something changes", async () => {
    const someone = person();
    const { body } = await someone.call("POST", "/api/v1/tasks", { title: "a" });
    const tag = (await list(someone, "")).headers.get("etag")!;
    expect((await list(someone, "", tag)).status).toBe(304);
    await someone.call("PATCH", `/api/v1/tasks/${body.id}`, { title: "b" });
    const changed = await list(someone, "", tag);
    expect(changed).toMatchObject({ status: 200, body: { tasks: [{ title: "b" }] } });
    await someone.call("DELETE", `/api/v1/tasks/${body.id}`);
    expect(await list(someone, "", changed.headers.get("etag")!)).toMatchObject({ status: 200, body: { tasks: [] } });
  });

  it("of overdue tasks changes by itself: when a task becomes due, and when a day is over", async () => {
    const someone = person();
    await someone.call("POST", "/api/v1/tasks", { title: "timed", due: { date: "2026-11-23", time: "12:00:00" } });
    await someone.call("POST", "/api/v1/tasks", { title: "all day", due: { date: "2026-11-23" } });
    const seen: [string, number, string[]][] = [];
    let tag: string | undefined;
    for (const at of ["10:00", "10:59", "11:01", "22:59", "23:01"]) {
      now = new Date(`2026-11-23T${at}:00Z`);
      const answer = await list(someone, "?overdue=true", tag);
      tag = answer.headers.get("etag")!;
      seen.push([at, answer.status, answer.body?.tasks.map(({ title }) => title).sort() ?? []]);
    }
    now = new Date("2026-11-23T10:00:00Z");
    expect(seen).toEqual([
      ["10:00", 200, []],
      ["10:59", 304, []],
      ["11:01", 200, ["timed"]],
      ["22:59", 304, []],
      ["23:01", 200, ["all day", "timed"]],
    ]);
  });
});
