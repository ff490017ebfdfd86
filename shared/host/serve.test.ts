import { pino } from "pino";
import { afterEach, expect, it } from "vitest";
import { plain, routing } from "./routes.ts";
import { type Running, type ServeOptions, serve } from "./serve.ts";

const log = pino({ level: "silent" });
const running: Running[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

async function start(options: Partial<ServeOptions> = {}): Promise<Running & { url: string }> {
  const server = await serve({ log, port: 0, host: "127.0.0.1", ...options });
  running.push(server);
  return { ...server, url: `http://127.0.0.1:${server.port}` };
}

it("is ready while everything answers that it needs, and says what does not", async () => {
  let isUp = true;
  const database = async () => {
    if (!isUp) throw new Error("does not answer");
  };
  const { url } = await start({ ready: { database, clock: async () => {} } });
  expect((await fetch(`${url}/health/readiness`)).status).toBe(200);
  isUp = false;
  const answer = await fetch(`${url}/health/readiness`);
  expect([answer.status, await answer.text()]).toEqual([503, "database: does not answer"]);
  expect((await fetch(`${url}/health/liveness`)).status).toBe(200); // to be started anew would not help
});

it("tells its metrics to who asks it directly, and not to the world behind a gateway", async () => {
  const { url } = await start();
  const direct = await fetch(`${url}/metrics`);
  expect([direct.status, await direct.text()]).toEqual([200, expect.stringContaining("process_cpu_seconds_total")]);
  const passedOn = await fetch(`${url}/metrics`, { headers: { "x-forwarded-for": "203.0.113.7" } });
  expect([passedOn.status, (await passedOn.json()).code]).toEqual([404, "no-such-route"]);
});

it("loses no request when it ends: those under way are answered, new ones find nobody, then what they used is closed", async () => {
  const order: string[] = [];
  const arrived = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const slowly = async () => {
    arrived.resolve();
    await finish.promise;
    order.push("answered");
    return plain(200, "whole");
  };
  const server = await start({
    app: routing({ "GET /slow": slowly }, log),
    stopping: () => void order.push("stopping"),
    stopped: async () => void order.push("closed"),
  });
  const slow = fetch(`${server.url}/slow`);
  await arrived.promise;
  const stopped = server.stop();
  await expect.poll(() => fetch(`${server.url}/health/liveness`).catch(() => "nobody")).toBe("nobody");
  finish.resolve();
  expect(await (await slow).text()).toBe("whole");
  const answered = performance.now();
  await stopped;
  expect(performance.now() - answered).toBeLessThan(2_000); // although its connection was kept open
  expect(order).toEqual(["stopping", "answered", "closed"]);
});

it("does not wait for ever for a request that never ends", async () => {
  const app = routing({ "GET /never": () => new Promise(() => {}) }, log);
  const server = await start({ app, drainMs: 50 });
  const never = fetch(`${server.url}/never`).then(
    () => "answered",
    () => "cut",
  );
  await expect.poll(async () => (await fetch(`${server.url}/health/liveness`)).status).toBe(200);
  await server.stop();
  expect(await never).toBe("cut");
});

it("says in one sentence that its port is taken", async () => {
  const { port } = await start();
  await expect(start({ port })).rejects.toThrow(`Port ${port} is taken. Stop what listens there, or choose another with PORT.`);
});
