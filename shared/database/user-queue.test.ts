import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { UserBusy, userQueue } from "./user-queue.ts";

/** Work that waits until it is told to end. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { pass: () => promise, open: resolve };
}

it("lets one user's requests come one at a time, in their order, and others meanwhile", async () => {
  const queue = userQueue();
  const order: string[] = [];
  const first = gate();
  const work =
    (name: string, wait = async () => {}) =>
    async () => {
      order.push(`${name} begins`);
      await wait();
      order.push(`${name} ends`);
    };
  const both = [queue.run(["ada"], work("1", first.pass)), queue.run(["ada"], work("2"))];
  await queue.run(["eve"], work("eve"));
  expect(order).toEqual(["1 begins", "eve begins", "eve ends"]);
  first.open();
  await Promise.all(both);
  expect(order.slice(3)).toEqual(["1 ends", "2 begins", "2 ends"]);
});

it("goes on behind a request that failed", async () => {
  const queue = userQueue();
  const failing = queue.run(["ada"], () => Promise.reject(new Error("refused")));
  const next = queue.run(["ada"], async () => "done");
  await expect(failing).rejects.toThrow("refused");
  expect(await next).toBe("done");
});

it("takes several users in one order, so that two who want the same do not wait for each other", async () => {
  const queue = userQueue();
  const work = () => pause(5);
  await Promise.all([queue.run(["ada", "eve"], work), queue.run(["eve", "ada"], work), queue.run(["ada", "ada"], work)]);
});

it("refuses when too many of one user wait, tells nobody else of it, and forgets who is done", async () => {
  const queue = userQueue(2);
  const first = gate();
  const waiting = [1, 2].map(() => queue.run(["ada"], first.pass));
  await expect(queue.run(["ada"], async () => {})).rejects.toThrow(UserBusy);
  expect(await queue.run(["eve"], async () => "eve")).toBe("eve");
  first.open();
  await Promise.all(waiting);
  expect(await queue.run(["ada"], async () => "ada")).toBe("ada");
});
