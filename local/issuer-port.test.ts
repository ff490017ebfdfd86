import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { issuerPort } from "./issuer-port.ts";

const folder = mkdtempSync(join(tmpdir(), "todo-issuer-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("is the same for ever", async () => {
  const first = await issuerPort(join(folder, "issuer"));
  expect(await issuerPort(join(folder, "issuer"))).toBe(first);
});

it("is not replaced by another when somebody has it, or when the note cannot be read", async () => {
  const port = await issuerPort(join(folder, "taken"));
  const somebody = createServer();
  await new Promise<void>((listening) => somebody.listen(port, "127.0.0.1", listening));
  await expect(issuerPort(join(folder, "taken"))).rejects.toThrow(`Port ${port} is taken`);
  await new Promise((closed) => somebody.close(closed));
  writeFileSync(join(folder, "taken", "port"), "none");
  await expect(issuerPort(join(folder, "taken"))).rejects.toThrow("holds no port");
});
