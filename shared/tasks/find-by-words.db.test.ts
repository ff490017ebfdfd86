import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { type Because, execute, register } from "./execute.ts";
import { findByWords } from "./find-by-words.ts";

const db = await testDatabase();
const reader = db.as("todo_chat");
const userId = randomUUID();
const TITLES = [
  "dentist",
  "call the dentist about the bill",
  "pay rent",
  "water the plants",
  "buy milk",
  "Grüße an Ömer",
  "100% cotton shirt",
];

beforeAll(async () => {
  const actor = { kind: "user" as const, id: userId };
  const because: Because = {
    source: "/test",
    correlationId: randomUUID(),
    causationId: null,
    traceparent: null,
    actor,
    reason: "command",
    undoes: null,
  };
  await db.writer("todo_chat").transact([userId], async (tx) => {
    await tx.ready;
    await register(
      tx,
      { userId, issuer: "https://issuer.example", subject: userId, email: null },
      { timeZone: "UTC", locale: "en" },
      because,
    );
    for (const title of TITLES) await execute(tx, userId, { type: "create-task", taskId: randomUUID(), input: { title } }, because);
    for (const by of ["user", "undo"] as const) {
      const taskId = randomUUID();
      await execute(tx, userId, { type: "create-task", taskId, input: { title: `gone by ${by}` } }, because);
      await execute(tx, userId, { type: "delete-task", taskId, scope: "occurrence", by }, because);
    }
  });
});

const titles = async (words: string) =>
  (await findByWords(reader, userId, words, "open")).map(({ task, score }) => [task.title, score] as const);

describe("findByWords", () => {
  it("puts the very title first, with a score of 1", async () => {
    expect((await titles("Dentist"))[0]).toEqual(["dentist", 1]);
    expect((await titles("dentist")).map(([title]) => title)).toContain("call the dentist about the bill");
  });

  it.each([
    ["the beginning of words", "wat pla", "water the plants"],
    ["a slip of the finger", "watr the plants", "water the plants"],
    ["letters beyond ASCII", "ömer", "Grüße an Ömer"],
    ["what is special in SQL", "100% cotton", "100% cotton shirt"],
  ])("finds by %s", async (_, words, title) => {
    expect((await titles(words))[0]?.[0]).toBe(title);
  });

  it("finds what a person has deleted only among the deleted, and what is there not among them", async () => {
    const deleted = async (words: string) => (await findByWords(reader, userId, words, "deleted")).map(({ task }) => task.title);
    expect(await deleted("gone")).toEqual(["gone by user"]);
    expect(await deleted("dentist")).toEqual([]);
    expect(await titles("gone")).toEqual([]);
  });

  it("finds nothing for what is like nothing, for no words, and for another user", async () => {
    expect(await titles("helicopter")).toEqual([]);
    expect(await titles("  ")).toEqual([]);
    expect(await titles("'; drop table todo.tasks; --")).toEqual([]);
    expect(await findByWords(reader, randomUUID(), "dentist", "any")).toEqual([]);
    expect(await findByWords(reader, userId, "dentist", "closed")).toEqual([]);
  });
});
