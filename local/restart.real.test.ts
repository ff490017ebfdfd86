/** What a laptop's user finds after the product was stopped and started again. */
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { startProduct } from "./product.ts";
import { person } from "./testing/person.ts";

const dataDir = join(tmpdir(), `todo-restart-${process.pid}`);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it("is everything, under the same name", async () => {
  const before = await startProduct({ dataDir });
  const ada = await person(before, "ada");
  const task = await ada.create({ title: "still there" });
  const { body: secret } = await ada.request("GET", "/api/v1/me/webhook-secret");
  await before.stop();

  const after = await startProduct({ dataDir });
  const again = await person(after, "ada");
  expect(await again.tasks()).toEqual([task]);
  expect((await again.request("GET", "/api/v1/me/webhook-secret")).body).toEqual(secret);
  expect(await again.verify()).toMatchObject({ intact: true });
  await after.stop();
});
