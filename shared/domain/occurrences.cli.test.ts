import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("./occurrences.cli.ts", import.meta.url));
const children: ReturnType<typeof start>[] = [];

function start() {
  return spawn(process.execPath, [CLI], { stdio: ["pipe", "pipe", "inherit"] });
}

function open() {
  const child = start();
  children.push(child);
  return child;
}

async function answersTo(lines: string[]): Promise<unknown[]> {
  const child = open();
  child.stdin.end(lines.map((line) => `${line}\n`).join(""));
  let output = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) output += chunk;
  return output
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

const daily = { id: "a", rrule: "FREQ=DAILY", dtstart: "2026-03-02T09:00:00", timeZone: null, limit: 2 };

afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});

describe("occurrences.cli", () => {
  it("answers each line in order", async () => {
    const lines = [
      daily,
      { ...daily, id: 2, dtstart: "2026-03-02", after: "2026-04-01" },
      { ...daily, id: "c", rrule: "FREQ=DAILY;COUNT=1" },
    ];
    expect(await answersTo(lines.map((line) => JSON.stringify(line)))).toEqual([
      { id: "a", occurrences: ["2026-03-02T09:00:00", "2026-03-03T09:00:00"] },
      { id: 2, occurrences: ["2026-04-01", "2026-04-02"] },
      { id: "c", occurrences: ["2026-03-02T09:00:00"] },
    ]);
  });

  it("takes several rules and exclusions", async () => {
    const line = {
      ...daily,
      limit: 3,
      rrules: ["RRULE:FREQ=DAILY;BYHOUR=18"],
      exrules: ["FREQ=DAILY;BYDAY=TU"],
      exdates: ["2026-03-02T18:00:00"],
    };
    expect(await answersTo([JSON.stringify(line)])).toEqual([
      { id: "a", occurrences: ["2026-03-02T09:00:00", "2026-03-04T09:00:00", "2026-03-04T18:00:00"] },
    ]);
  });

  it("shows what the clocks of a zone show", async () => {
    const line = { ...daily, dtstart: "2026-03-07T02:30:00", timeZone: "America/New_York" };
    expect(await answersTo([JSON.stringify(line)])).toEqual([{ id: "a", occurrences: ["2026-03-07T02:30:00", "2026-03-08T03:30:00"] }]);
  });

  it("answers what it cannot do with an error and goes on", async () => {
    const broken = ["{", "[]", "null", '"text"'];
    const refused = [
      { rrule: "FREQ=SOMETIMES" },
      { timeZone: "Mars/Olympus" },
      { dtstart: 5 },
      { limit: -1 },
      { limit: 1e9 },
      { exdates: "2026-03-02" },
      { after: "soon" },
    ];
    const answers = await answersTo([
      ...broken,
      ...refused.map((fields) => JSON.stringify({ ...daily, ...fields })),
      JSON.stringify(daily),
    ]);
    expect(answers.slice(0, broken.length)).toEqual(broken.map(() => ({ id: null, error: expect.any(String) })));
    expect(answers.slice(broken.length, -1)).toEqual(refused.map(() => ({ id: "a", error: expect.any(String) })));
    expect(answers.at(-1)).toEqual({ id: "a", occurrences: ["2026-03-02T09:00:00", "2026-03-03T09:00:00"] });
  });

  it("answers a line before the next one comes", async () => {
    const child = open();
    const output = child.stdout.setEncoding("utf8")[Symbol.asyncIterator]();
    for (const id of [1, 2]) {
      child.stdin.write(`${JSON.stringify({ ...daily, id, limit: 0 })}\n`);
      expect((await output.next()).value).toBe(`{"id":${id},"occurrences":[]}\n`);
    }
  });
});
