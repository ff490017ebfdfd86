/** kill -9 of everything in the middle of load, over a real Kafka: nothing lost, nothing doubled. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { type Broker, startBroker } from "../../kafka/local/broker.ts";
import { partOrSkip } from "../parts/part-or-skip.ts";
import { startPostgres } from "../postgres.ts";
import { type Product, startProduct } from "../product.ts";
import { faultsOf, live } from "./life.ts";

const PEOPLE = 6;
const HEAL_MS = 90_000;

const folder = mkdtempSync(join(tmpdir(), "todo-faults-"));
chmodSync(folder, 0o755);
const broker: Broker | null = await partOrSkip("Kafka", () => startBroker({ dataDir: join(folder, "kafka") }));
const ends: (() => Promise<unknown>)[] = broker ? [() => broker.stop()] : [];
let product: Product;
if (broker) {
  product = await startProduct({ dataDir: join(folder, "data"), kafka: { brokers: broker.brokers } });
  ends.push(() => product.stop());
}
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(broker === null)("in the middle of load", () => {
  const during = async (fault: () => Promise<void>): Promise<void> => {
    const life = await live(product, PEOPLE);
    await pause(2_000);
    await fault();
    await pause(2_000);
    await life.stop();
    expect(life.refused).toBe(0);
    const created = life.promised.reduce((sum, each) => sum + each.created.length, 0);
    expect(created).toBeGreaterThan(PEOPLE);
    for (const promised of life.promised) expect(await faultsOf(promised, HEAL_MS)).toEqual([]);
  };

  it(
    "SC-005 kill -9 of the relay: the next one takes over, nothing lost",
    () =>
      during(async () => {
        for (let i = 0; i < 3; i++) {
          product.child("relay").kill();
          await pause(1_000);
        }
      }),
    240_000,
  );

  it(
    "SC-005 kill -9 of each consumer and of the source",
    () =>
      during(async () => {
        for (const name of ["recurrence", "audit", "sync", "notification", "source"] as const) {
          product.child(name).kill();
          await pause(500);
        }
      }),
    240_000,
  );

  it(
    "SC-005 kill -9 of chat itself: who insists with the same key is served once",
    () =>
      during(async () => {
        for (let i = 0; i < 3; i++) {
          product.child("chat").kill();
          await pause(1_000);
        }
      }),
    240_000,
  );

  it(
    "SC-005 kill -9 of Kafka, away for a while: every write succeeds meanwhile, and the backlog drains by itself",
    () =>
      during(async () => {
        broker!.kill();
        await pause(4_000);
        await broker!.restart();
      }),
    300_000,
  );

  it("SC-005 kill -9 of PostgreSQL: what was acknowledged is there, what was unknown is resolved by its key", async () => {
    const { pid, port } = product.postgres!;
    await during(async () => {
      process.kill(pid, "SIGKILL");
      await pause(1_500);
      const again = await startPostgres({ dataDir: join(folder, "data", "postgres"), port });
      ends.splice(1, 0, () => again.stop()); // after the product, which lives on it
    });
  }, 300_000);
});
