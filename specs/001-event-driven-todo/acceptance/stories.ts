import { randomUUID } from "node:crypto";
import { eventually, person } from "@todo/local/testing/person.ts";
import { describe, expect, it } from "vitest";
import type { TestProduct } from "./product.ts";

/** The user stories, held to a product with two replicas of sync, whatever carries its events. */
export function stories(middle: string, product: TestProduct): void {
  describe(`the way of one message over ${middle}`, () => {
    it("story 1 takes a sentence as it was meant, and says what was understood", async () => {
      const ada = await person(product);
      const reply = await ada.say("pay rent every month on the 1st at 9am, remind me a day before #home !high");
      expect(reply.outcome).toBe("done");
      expect(reply.text).toMatch(/pay rent.*every month on the 1st.*1 day before.*#home.*high/s);
      const [task] = await ada.tasks();
      expect(task).toMatchObject({ title: "pay rent", priority: "high", tags: ["home"], ordinal: 1, reminders: [{ offset: "-P1D" }] });
      expect(task!.due).toMatchObject({ time: "09:00:00", timeZone: "Europe/Berlin", floating: true });
      expect(task!.due!.date).toMatch(/-01$/);
    });

    it("story 2 goes on after a completion, and both windows on different replicas show it", async () => {
      const ada = await person(product);
      const [first, second] = [await ada.open(0), await ada.open(1)];
      const task = await ada.create({
        title: "water the plants",
        due: { date: "2099-01-05", time: "09:00:00" },
        rule: { rrules: ["FREQ=WEEKLY"] },
      });
      expect((await ada.request("POST", `/api/v1/tasks/${task.id}/complete`)).status).toBe(200);
      for (const window of [first, second]) {
        await window.until(() => [...window.tasks.values()].some((other) => other.predecessorId === task.id));
        const next = [...window.tasks.values()].find((other) => other.predecessorId === task.id);
        expect(next).toMatchObject({ status: "open", ordinal: 2, due: { date: "2099-01-12", time: "09:00:00" } });
        window.close();
      }
    });

    it("story 3 rings at its second, in the app, once", async () => {
      const ada = await person(product, undefined, "Etc/UTC");
      const window = await ada.open();
      const at = new Date(Date.now() + 2_000).toISOString().slice(0, 19);
      const task = await ada.create({ title: "tea", reminders: [{ at }] });
      await window.until(() => window.notices.size > 0);
      const [notice] = window.notices.values();
      expect(notice).toMatchObject({ taskId: task.id, title: "tea", ringsAt: `${at}.000Z` });
      expect(Date.parse(notice!.createdAt)).toBeGreaterThanOrEqual(Date.parse(notice!.ringsAt));
      window.close();
    });

    it("story 4 tells who changed what when, and proves that nothing is missing", async () => {
      const ada = await person(product);
      const task = await ada.create({ title: "write the report" });
      await ada.request("PATCH", `/api/v1/tasks/${task.id}`, { title: "write the annual report", priority: "high" });
      await ada.request("POST", `/api/v1/tasks/${task.id}/complete`);
      const entries = await eventually(async () => {
        const found = await ada.history(task.id);
        return found.length === 3 && found;
      });
      expect(entries.map((entry) => entry.type)).toEqual(["todo.task.completed.v1", "todo.task.updated.v1", "todo.task.created.v1"]);
      expect(entries[1]).toMatchObject({
        data: { changes: [{ field: "title", from: "write the report", to: "write the annual report" }, { field: "priority" }] },
      });
      const verification = await eventually(async () => {
        const answer = await ada.verify();
        return answer.intact && answer;
      });
      expect(verification).toMatchObject({ intact: true, faults: [], entries: verification.head });
    });

    it("AUD-2 SC-008 every event carries its cause: the successor's leads back to the person's command", async () => {
      const ada = await person(product);
      const task = await ada.create({ title: "gym", due: { date: "2099-01-05" }, rule: { rrules: ["FREQ=DAILY"] } });
      await ada.request("POST", `/api/v1/tasks/${task.id}/complete`);
      const [next] = await eventually(async () => {
        const open = await ada.tasks();
        return open.length === 1 && open[0]!.predecessorId === task.id && open;
      });
      const created = await eventually(async () => (await ada.history(next!.id))[0]);
      const completed = await eventually(async () => (await ada.history(task.id)).find((entry) => entry.type === "todo.task.completed.v1"));
      expect(created).toMatchObject({
        type: "todo.task.created.v1",
        causationId: completed.eventId,
        correlationId: completed.correlationId,
      });
    });

    it("DATA-6 nobody gets at another's task, by any route", async () => {
      const [ada, eve] = [await person(product), await person(product)];
      const task = await ada.create({ title: "secret" });
      const window = await eve.open();
      const attempts: [string, string, unknown?][] = [
        ["GET", `/api/v1/tasks/${task.id}`],
        ["GET", `/api/v1/tasks/${task.id}/history`],
        ["PATCH", `/api/v1/tasks/${task.id}`, { title: "stolen" }],
        ["DELETE", `/api/v1/tasks/${task.id}`],
        ...["complete", "reopen", "skip", "restore"].map((verb): [string, string] => ["POST", `/api/v1/tasks/${task.id}/${verb}`]),
        ["POST", "/api/v1/tasks/batch", { operations: [{ op: "complete", id: task.id }] }],
      ];
      for (const [method, path, body] of attempts) {
        expect((await eve.request<{ code: string }>(method, path, body)).body, `${method} ${path}`).toMatchObject({
          code: "task-not-found",
        });
      }
      expect(await eve.tasks("?q=secret")).toEqual([]);
      expect((await eve.say("complete secret")).text).not.toContain("Completed");
      expect(window.tasks.size).toBe(0);
      window.close();
      expect((await ada.request<{ status: string; version: number }>("GET", `/api/v1/tasks/${task.id}`)).body).toMatchObject({
        status: "open",
        version: 1,
      });
    });

    it("DATA-4 a request repeated with its key is answered again and done once", async () => {
      const ada = await person(product);
      const key = { "idempotency-key": randomUUID() };
      const twice = await Promise.all([1, 2].map(() => ada.request<{ id: string }>("POST", "/api/v1/tasks", { title: "once" }, key)));
      expect(twice.map((answer) => answer.status)).toEqual([201, 201]);
      expect(twice[0]!.body.id).toBe(twice[1]!.body.id);
      expect(await ada.tasks()).toHaveLength(1);
      expect((await ada.request("POST", "/api/v1/tasks", { title: "another" }, key)).body).toMatchObject({ code: "key-reused" });
    });
  });
}
