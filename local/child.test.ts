import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { startChild } from "./child.ts";

const folder = mkdtempSync(join(tmpdir(), "child-"));
const options = { port: 0, env: {}, logDir: folder, say: () => {}, isEnding: () => false };

/** A program of its own; `startChild` takes its path from the repository's root. */
function program(name: string, text: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return relative(join(import.meta.dirname, ".."), file);
}

it("has in its log what comes through its pipes after its end", async () => {
  const late = `setTimeout(() => console.log("a last word"), 300)`;
  const text = `import { spawn } from "node:child_process";
    setInterval(() => {}, 1_000);
    process.once("SIGTERM", () => spawn(process.execPath, ["-e", ${JSON.stringify(late)}], { stdio: "inherit" }).once("spawn", () => process.exit()));
    console.log("up");`;
  const child = startChild({ ...options, name: "talker", program: program("talker", text) });
  const log = () => readFileSync(join(folder, "talker.log"), "utf8");
  await expect.poll(log).toContain("up");
  await child.stop();
  expect(log()).toContain("a last word");
  await child.stop(); // there is nothing left to stop
});

it("does not wait for ever for a child that will not end", async () => {
  const text = `setInterval(() => {}, 1_000); process.on("SIGTERM", () => {}); console.log("up");`;
  const child = startChild({ ...options, name: "mule", program: program("mule", text) });
  await expect.poll(() => readFileSync(join(folder, "mule.log"), "utf8")).toContain("up");
  await child.stop(50);
});
