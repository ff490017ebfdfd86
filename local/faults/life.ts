/** People who go on living while things break: every answer they got is remembered, and held against what is there in the end. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Task, TaskInput } from "@todo/shared/contracts/types.ts";
import { type Answer, type Door, eventually, type Person, person } from "../testing/person.ts";

/** What one person was promised: tasks that were acknowledged as created, occurrences acknowledged as completed, reminders that were still to ring. */
export type Promised = { person: Person; created: string[]; completed: string[]; reminded: string[] };

/** Long enough for a reminder to be acknowledged through a fault, and short enough to ring in the middle of one. */
const REMINDED_IN_MS = 6_000;

export type Life = { promised: Promised[]; refused: number; stop(): Promise<void> };

/** Repeats a request until it is answered, always under one idempotency key: what was unknown is thereby resolved. */
async function insist<T>(who: Person, path: string, body?: unknown): Promise<Answer<T> | null> {
  const key = randomUUID();
  for (let tries = 0; tries < 400; tries++) {
    const answer = await who.request<T>("POST", path, body, { "idempotency-key": key }).catch(() => null);
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    await pause(100);
  }
  return null;
}

/** Starts `count` people who create tasks and complete repeating ones, a few times a second each. */
export async function live(door: Door, count: number): Promise<Life> {
  const life: Life = { promised: [], refused: 0, stop: async () => {} };
  let living = true;
  const lives = await Promise.all(
    Array.from({ length: count }, async () => {
      const who = await person(door, undefined, "Etc/UTC");
      await who.say("hello");
      const promised: Promised = { person: who, created: [], completed: [], reminded: [] };
      life.promised.push(promised);
      return () => go(promised);
    }),
  );

  async function go(promised: Promised): Promise<void> {
    for (let n = 0; living; n++) {
      const repeats = n % 3 === 0;
      const made = await insist<Task>(promised.person, "/api/v1/tasks", inputOf(n));
      if (made?.status === 201) promised.created.push(made.body.id);
      else life.refused += 1;
      if (made?.status === 201 && made.body.reminders.some(({ instant }) => instant > made.body.createdAt))
        promised.reminded.push(made.body.id);
      if (made?.status === 201 && repeats) {
        const done = await insist<Task>(promised.person, `/api/v1/tasks/${made.body.id}/complete`);
        if (done?.status === 200) promised.completed.push(made.body.id);
        else life.refused += 1;
      }
      await pause(50 + Math.random() * 100);
    }
  }
  const running = lives.map((begin) => begin());
  life.stop = async () => {
    living = false;
    await Promise.all(running);
  };
  return life;
}

/** Of three tasks the first repeats, the second rings soon, the third is nothing but a task. */
function inputOf(n: number): TaskInput {
  const title = `task ${n}`;
  if (n % 3 === 0) return { title, due: { date: "2099-01-01" }, rule: { rrules: ["FREQ=DAILY"] } };
  if (n % 3 === 1) return { title, reminders: [{ at: new Date(Date.now() + REMINDED_IN_MS).toISOString().slice(0, 19) }] };
  return { title };
}

/** What is wrong after everything has healed: nothing, or sentences. Waits for it to come right first. */
export async function faultsOf({ person: who, created, completed, reminded }: Promised, withinMs: number): Promise<string[]> {
  const faults: string[] = [];
  const window = await eventually(() => who.open().catch(() => null), withinMs, 200);
  const successorsOf = (id: string) => [...window.tasks.values()].filter((task) => task.predecessorId === id);
  await window.until(() => completed.every((id) => successorsOf(id).length > 0), withinMs).catch(() => {});
  for (const id of completed) if (successorsOf(id).length !== 1) faults.push(`${id} has ${successorsOf(id).length} successors`);
  const noticesOf = (id: string) => [...window.notices.values()].filter((notice) => notice.taskId === id);
  await window.until(() => reminded.every((id) => noticesOf(id).length > 0), withinMs).catch(() => {});
  for (const id of reminded) if (noticesOf(id).length !== 1) faults.push(`${id} was shown to ring ${noticesOf(id).length} times`);
  window.close();

  const verification = await eventually(async () => {
    const answer = await who.verify();
    return answer.entries === answer.head && answer;
  }, withinMs).catch(() => who.verify());
  if (!verification.intact || verification.entries !== verification.head)
    faults.push(`the audit has ${verification.entries} of ${verification.head}: ${JSON.stringify(verification.faults.slice(0, 3))}`);

  for (const id of created) {
    const history = await who.history(id);
    const births = history.filter((entry) => entry.type === "todo.task.created.v1").length;
    if (births !== 1) faults.push(`${id} was created ${births} times in the history`);
    if (completed.includes(id) && history.filter((entry) => entry.type === "todo.task.completed.v1").length !== 1)
      faults.push(`${id} was not completed once`);
    const rings = history.filter((entry) => entry.type === "todo.reminder.due.v1").length;
    if (reminded.includes(id) && rings !== 1) faults.push(`${id} rang ${rings} times in the history`);
  }
  const all = new Set<string>();
  for (let cursor = ""; ; ) {
    const page = await who.request<{ tasks: Task[]; next: string | null }>("GET", `/api/v1/tasks?status=any&limit=200${cursor}`);
    for (const task of page.body.tasks) all.add(task.id);
    if (!page.body.next) break;
    cursor = `&cursor=${encodeURIComponent(page.body.next)}`;
  }
  for (const id of created) if (!all.has(id)) faults.push(`${id} was acknowledged and is gone`);
  if (all.size !== created.length + completed.length)
    faults.push(`${all.size} tasks, expected ${created.length} and ${completed.length} successors`);
  return faults;
}
