/** SC-001 … SC-008, over HTTP and WebSocket only. The bounds here are those beyond which nobody would wait; how fast it is, `npm run bench` measures. */
import { execFileSync } from "node:child_process";
import { eventually, percentile, person } from "@todo/local/testing/person.ts";
import type { Task } from "@todo/shared/contracts/types.ts";
import { afterAll, describe, expect, it } from "vitest";
import { testProduct } from "./product.ts";

const product = await testProduct({ syncReplicas: 2 });
afterAll(() => product.end());

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
const tell = (what: string, took: number[]) =>
  console.log(`${what}: p50 ${percentile(took, 50).toFixed(0)} ms, p99 ${percentile(took, 99).toFixed(0)} ms`);

describe("success criteria", () => {
  it("SC-001 fifty people create tasks by chat at once, each within 5 s", async () => {
    const people = await Promise.all(range(50).map(() => person(product)));
    await Promise.all(people.map((each) => each.say("hello")));
    const took = await Promise.all(people.map((each) => timed(() => each.say("buy milk tomorrow at 5pm #home !high"))));
    tell("SC-001", took);
    expect(Math.max(...took)).toBeLessThan(5_000);
    for (const each of people) expect(await each.tasks()).toMatchObject([{ title: "buy milk", tags: ["home"], priority: "high" }]);
  });

  it("SC-002 after a completion the next occurrence is there within 10 s, once", async () => {
    const ada = await person(product);
    const tasks: Task[] = [];
    for (const n of range(20))
      tasks.push(await ada.create({ title: `chore ${n}`, due: { date: "2099-01-01" }, rule: { rrules: ["FREQ=DAILY"] } }));
    const window = await ada.open();
    const took = await Promise.all(
      tasks.map((task) =>
        timed(async () => {
          await ada.request("POST", `/api/v1/tasks/${task.id}/complete`);
          await window.until(() => [...window.tasks.values()].some((next) => next.predecessorId === task.id));
        }),
      ),
    );
    tell("SC-002", took);
    expect(Math.max(...took)).toBeLessThan(10_000);
    expect((await ada.tasks("?limit=100")).map((task) => task.predecessorId).sort()).toEqual(tasks.map((task) => task.id).sort());
    window.close();
  });

  it("SC-003 REM-1 REM-2 REM-3 reminders ring within the minute, never early, exactly once, and not for what is done", async () => {
    const ada = await person(product, undefined, "Etc/UTC");
    const window = await ada.open();
    const at = new Date(Date.now() + 4_000).toISOString().slice(0, 19);
    const tasks: Task[] = [];
    for (const n of range(30)) tasks.push(await ada.create({ title: `ring ${n}`, reminders: [{ at }] }));
    const done = tasks.splice(0, 5);
    for (const task of done) await ada.request("POST", `/api/v1/tasks/${task.id}/complete`);
    await window.until(() => window.notices.size >= tasks.length, 60_000);
    const notices = [...window.notices.values()];
    tell(
      "SC-003 late",
      notices.map((notice) => Date.parse(notice.createdAt) - Date.parse(notice.ringsAt)),
    );
    expect(notices.every((notice) => notice.createdAt >= notice.ringsAt)).toBe(true);
    expect(notices.map((notice) => notice.taskId).sort()).toEqual(tasks.map((task) => task.id).sort());
    window.close();
  });

  it("SC-004 AUD-1 AUD-2 every number of a busy stream is in the audit, and the chain verifies", async () => {
    const ada = await person(product);
    await Promise.all(range(60).map((n) => ada.create({ title: `task ${n}`, tags: [`t${n % 3}`] })));
    for (const task of (await ada.tasks("?tag=t1&limit=100")).slice(0, 10))
      await ada.request("PATCH", `/api/v1/tasks/${task.id}`, { priority: "urgent" });
    const verification = await eventually(async () => {
      const answer = await ada.verify();
      return answer.entries === answer.head && answer;
    }, 30_000);
    expect(verification).toMatchObject({ intact: true, faults: [] });
    expect(verification.head).toBeGreaterThanOrEqual(71);
  });

  it("SC-005 writes succeed while audit, recurrence, notification, sync and the relay are killed again and again; all catch up", async () => {
    const ada = await person(product, undefined, "Etc/UTC");
    const daily = await ada.create({ title: "daily", due: { date: "2099-01-01" }, rule: { rrules: ["FREQ=DAILY"] } });
    const at = new Date(Date.now() + 3_000).toISOString().slice(0, 19);
    const ringing = await ada.create({ title: "rings", reminders: [{ at }] });
    const made: string[] = [];
    for (const n of range(40)) {
      if (n % 8 === 0) for (const name of ["audit", "recurrence", "notification", "sync", "relay"] as const) product.child(name).kill();
      if (n === 10) expect((await ada.request("POST", `/api/v1/tasks/${daily.id}/complete`)).status).toBe(200);
      made.push((await ada.create({ title: `during ${n}` })).id);
    }
    const window = await eventually(() => ada.open(1).catch(() => null), 30_000, 200);
    await window.until(() => made.every((id) => window.tasks.has(id)), 30_000);
    await window.until(() => [...window.tasks.values()].some((task) => task.predecessorId === daily.id), 60_000);
    await window.until(() => [...window.notices.values()].filter((notice) => notice.taskId === ringing.id).length === 1, 60_000);
    const verification = await eventually(async () => {
      const answer = await ada.verify().catch(() => null);
      return answer?.intact && answer.entries === answer.head && answer;
    }, 60_000);
    expect(verification.faults).toEqual([]);
    window.close();
  });

  it("SC-006 SYN-1 a change is visible in another client within 3 s; one that was away misses nothing", async () => {
    const ada = await person(product);
    const [here, there] = [await ada.open(0), await ada.open(1)];
    const took: number[] = [];
    for (const n of range(20)) {
      took.push(
        await timed(async () => {
          const task = await ada.create({ title: `seen ${n}` });
          await Promise.all([here, there].map((window) => window.until(() => window.tasks.has(task.id))));
        }),
      );
    }
    tell("SC-006", took);
    expect(Math.max(...took)).toBeLessThan(3_000);
    const cursor = there.cursor();
    there.close();
    const away = await Promise.all(range(10).map((n) => ada.create({ title: `away ${n}` })));
    await ada.request("DELETE", `/api/v1/tasks/${away[0]!.id}`);
    const back = await ada.open(0, cursor);
    await back.until(() => away.every((task) => back.tasks.has(task.id)) && back.tasks.get(away[0]!.id)?.deletedAt !== null);
    expect([...back.tasks.keys()].sort()).toEqual(away.map((task) => task.id).sort());
    for (const window of [here, back]) window.close();
  });

  it("SC-007 finds, filters and sorts among thousands", async () => {
    const ada = await person(product);
    const priorities = ["none", "low", "medium", "high", "urgent"] as const;
    for (const batch of range(20)) {
      const operations = range(100).map((n) => ({
        op: "create",
        task: {
          title: `item ${batch}-${n} ${n === 50 ? "needle" : "hay"}`,
          priority: priorities[n % 5],
          tags: [`tag${n % 10}`],
          due: { date: `2099-01-${String((n % 28) + 1).padStart(2, "0")}` },
        },
      }));
      expect((await ada.request("POST", "/api/v1/tasks/batch", { operations })).status).toBe(200);
    }
    const took: number[] = [];
    const ask = async (query: string) => {
      const began = performance.now();
      const found = await ada.tasks(query);
      took.push(performance.now() - began);
      return found;
    };
    expect(await ask("?q=needle&limit=100")).toHaveLength(20);
    const urgent = await ask("?priority=urgent&tag=tag4&sort=due&limit=200");
    expect(urgent).toHaveLength(200);
    expect(urgent.map((task) => task.due!.date)).toEqual(urgent.map((task) => task.due!.date).toSorted());
    const titles = (await ask("?sort=title&direction=desc&limit=50")).map((task) => task.title);
    expect(titles).toEqual(titles.toSorted().toReversed());
    tell("SC-007", took);
  });

  it("SC-008 one command prints the causal chain of a task with its times", async () => {
    const ada = await person(product);
    const task = await ada.create({
      title: "traced",
      due: { date: "2099-01-01" },
      rule: { rrules: ["FREQ=WEEKLY"] },
      reminders: [{ offset: "-P1D" }],
    });
    await ada.request("POST", `/api/v1/tasks/${task.id}/complete`);
    await eventually(async () => (await ada.tasks())[0]?.predecessorId === task.id);
    const trace = () =>
      execFileSync(process.execPath, ["local/tool.ts", "local/trace/main.ts", task.id], {
        encoding: "utf8",
        env: { ...process.env, TODO_DATA: product.folder.path },
      });
    // What a function writes to its log comes a moment after its commit.
    const chain =
      /todo\.task\.completed\.v1 “traced” {2}by \/todo\/chat[\s\S]*→ recurrence: done \+\d+ ms[\s\S]*todo\.task\.created\.v1 “traced” {2}by \/todo\/recurrence[\s\S]*todo\.reminder\.scheduled\.v1/;
    const lines = await eventually(async () => {
      const text = trace();
      return chain.test(text) && /audit: done/.test(text) && text;
    });
    expect(lines).toMatch(chain);
  });
});
