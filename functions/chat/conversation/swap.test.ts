import type { Task } from "@todo/shared/contracts/types.ts";
import { expect, it } from "vitest";
import { reading } from "../interpret/reading.ts";
import { emptyMemory, shown } from "./memory.ts";
import { swapped } from "./swap.ts";

/** The title that a task gets, right after it was made; null when it keeps its own. */
function newTitle(title: string, words: string | null, by: string, version = 1): string | null {
  const task = { id: "t", version, title } as Task;
  const created = { task: shown(task), text: title, reading: reading("create") };
  return swapped(reading("update"), { words, by }, [task], { ...emptyMemory("u"), created })?.title ?? null;
}

it.each([
  ["buy oven", "oven", "fridge", "buy fridge"],
  ["Oven cleaning", "oven", "fridge", "fridge cleaning"],
  ["call Dr. Ho (again)", "dr. ho", "Ann", "call Ann (again)"],
  ["buy ovenproof dish", "oven", "fridge", null],
  ["buy oven", null, "fridge", "buy fridge"],
  ["oven", null, "fridge", "fridge"],
  ["buy oven", null, "small fridge", "buy small fridge"],
  ["paint red bin", null, "blue bin", "paint blue bin"],
  ["ask Ann about the oven", null, "fridge", null],
])("LANG-10 “%s” with %s put right as “%s”: %s", (title, words, by, expected) => {
  expect(newTitle(title, words, by)).toBe(expected);
});

it("LANG-10 takes “I meant …” for no new name of what was changed since it was made", () => {
  expect(newTitle("buy oven", null, "fridge", 2)).toBeNull();
});
