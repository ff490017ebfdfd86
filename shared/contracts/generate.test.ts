import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockedShapes, type Schemas, schemas, shapes } from "./generate.ts";

const LOCK = join(import.meta.dirname, "../../specs/001-event-driven-todo/contracts/event-types.lock.json");
const locked = JSON.parse(readFileSync(LOCK, "utf8")) as Record<string, Record<string, string>>;

type Node = { [key: string]: unknown };

/** The contracts with another value in one place; undefined takes what is there away. */
function changed(file: string, place: string, change: (value: unknown) => unknown): Schemas {
  const copy = structuredClone(schemas.get(file)!);
  const names = place.split(".");
  const last = names.pop()!;
  const holder = names.reduce<Node>((node, name) => node[name] as Node, copy);
  const value = change(holder[last]);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return new Map([...schemas, [file, copy]]);
}
const inCommon = (place: string, change: (value: unknown) => unknown) => changed("common-schema.json", `$defs.${place}`, change);
const to = (value: unknown) => () => value;
const and = (value: unknown) => (list: unknown) => [...(list as unknown[]), value];
const without = (value: unknown) => (list: unknown) => (list as unknown[]).filter((each) => each !== value);

const TYPES = "$defs.taskEvent.properties.type.enum";

describe("EVT-4 a published event type", () => {
  it("is locked as the contracts say it now", () => {
    expect(shapes()).toEqual(locked);
  });

  it("may gain a field", () => {
    const richer = inCommon("task.properties.mood", to({ type: "string" }));
    expect(JSON.parse(lockedShapes(locked, shapes(richer)))["todo.task.created.v1"]).toHaveProperty([".data.task.mood"]);
  });

  it("may be joined by another type", () => {
    const more = changed("task-event-schema.json", TYPES, and("todo.task.shared.v1"));
    expect(JSON.parse(lockedShapes(locked, shapes(more)))).toHaveProperty(["todo.task.shared.v1"]);
  });

  it.each<[string, string, Schemas]>([
    ["loses a field", ".data.task.title", inCommon("task.properties.title", to(undefined))],
    ["no longer promises a field", ".data.task.priority", inCommon("task.required", without("priority"))],
    ["changes a field's type", ".data.task.version", inCommon("task.properties.version", to({ type: "string" }))],
    ["allows another value", ".data.task.status", inCommon("taskStatus.enum", and("waiting"))],
    ["allows a longer text", ".data.task.title", inCommon("title.maxLength", to(600))],
    ["allows another shape", ".data.task.due", inCommon("task.properties.due.anyOf", and({ type: "string" }))],
    ["changes what is in a list", ".data.task.tags[]", inCommon("tags.items.maxLength", to(99))],
  ])("needs a new version when it %s", (_, path, schema) => {
    expect(() => lockedShapes(locked, shapes(schema))).toThrow(`${path} has changed or is gone`);
  });

  it("needs a new version also when it is not sent any more", () => {
    const fewer = changed("task-event-schema.json", TYPES, without("todo.task.restored.v1"));
    expect(() => lockedShapes(locked, shapes(fewer))).toThrow("todo.task.restored.v1 is published");
  });
});
