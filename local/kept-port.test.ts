import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { keptPort } from "./kept-port.ts";

const folder = mkdtempSync(join(tmpdir(), "todo-ports-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "within", "port");

it("is the same for ever", async () => {
  const first = await keptPort(file, "it matters");
  expect(await keptPort(file, "it matters")).toBe(first);
});

it("is not replaced by another when somebody has it, or when the note cannot be read", async () => {
  const port = await keptPort(file, "it matters");
  const somebody = createServer();
  await new Promise<void>((listening) => somebody.listen(port, "127.0.0.1", listening));
  await expect(keptPort(file, "it matters")).rejects.toThrow(`Port ${port} is taken, and it matters.`);
  await new Promise((closed) => somebody.close(closed));
  writeFileSync(file, "none");
  await expect(keptPort(file, "it matters")).rejects.toThrow("holds no port");
});
