import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const CLI = fileURLToPath(new URL("./interpret.cli.ts", import.meta.url));
const input = { now: "2026-03-02T10:00:00Z", timeZone: "Europe/London", state: null };

/** Answers of the command to lines, parsed. */
function answersTo(lines: string[]): unknown[] {
  const run = spawnSync(process.execPath, [CLI], { input: `${lines.join("\n")}\n`, encoding: "utf8" });
  expect(run.stderr).toBe("");
  return run.stdout
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

test("answers each line in order, and a malformed one with an error", () => {
  const answers = answersTo([
    JSON.stringify({ id: 1, text: "buy milk tomorrow at 5pm #shop !high", ...input }),
    "{not json",
    JSON.stringify({ id: 2, text: 7, ...input }),
    JSON.stringify({ id: 3, text: "delete 2", ...input }),
    JSON.stringify({ id: 4, text: "hello", ...input }),
    JSON.stringify({ id: 5, text: "yes", ...input, state: { pending: "delete" } }),
    JSON.stringify({ id: 6, text: "water plants every friday", ...input }),
  ]);
  expect(answers).toMatchObject([
    {
      id: 1,
      intent: "create",
      title: "buy milk",
      due: { dateTime: "2026-03-03T17:00:00" },
      recurrence: null,
      priority: "high",
      tags: ["shop"],
    },
    { error: expect.any(String) },
    { id: 2, error: "expected text as a string" },
    { id: 3, intent: "delete", target: { index: 2 } },
    { id: 4, intent: "none" },
    { id: 5, intent: "confirm" },
    { id: 6, intent: "create", due: { date: "2026-03-06" }, recurrence: { rrule: "FREQ=WEEKLY;BYDAY=FR", anchor: "due" } },
  ]);
});
