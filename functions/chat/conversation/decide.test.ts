import type { Series, Task, User } from "@todo/shared/contracts/types.ts";
import { newTask } from "@todo/shared/domain/occurrence.ts";
import { newUser } from "@todo/shared/domain/update-user.ts";
import { describe, expect, it } from "vitest";
import { interpret } from "../interpret/interpret.ts";
import { decide } from "./decide.ts";
import type { Decision, Given } from "./decision.ts";
import { dialogueOf, emptyMemory, type Memory, shown, withTouched } from "./memory.ts";
import { resume } from "./pending.ts";
import { choose, type Found, findTargets, type Lookup } from "./targets.ts";

const NOW = "2026-11-23T09:00:00.000Z";
const USER_ID = "6f1b1c1e-8d0c-5b7c-9f43-2b8e0a4b6a11";
const user = newUser(USER_ID, null, "Europe/Berlin", "en", NOW)[0]!.after as User;

const task = (title: string, extra: Partial<Task> = {}): Task => ({ ...newTask(`id-${title}`, user, { title }, NOW), ...extra });
const due = (date: string, time: string | null = null) => ({
  date,
  time,
  timeZone: "Europe/Berlin",
  floating: true,
  at: `${date}T08:00:00.000Z`,
});

const tasks = [
  task("dentist", { due: due("2026-11-25", "10:00:00") }),
  task("water the plants", { seriesId: "s1" }),
  task("call Bob"),
  task("call Anna"),
];
const running = { id: "s1", endedAt: null } as Series;

const lookup: Lookup = {
  seriesOf: async () => new Map([["s1", running]]),
  byIds: async (ids) => ids.flatMap((id) => tasks.find((each) => each.id === id) ?? []),
  byWords: async (words) =>
    tasks.filter(({ title }) => title.includes(words)).map((each) => ({ task: each, score: each.title === words ? 1 : 0.6 })),
  byFilter: async () => tasks,
};

async function hear(text: string, memory: Memory = emptyMemory(USER_ID)): Promise<Decision> {
  const given: Given = { user, now: NOW, newId: () => "new", memory, series: new Map([["s1", running]]) };
  const context = {
    now: NOW,
    timeZone: "Europe/Berlin",
    weekStart: "MO" as const,
    dateOrder: "dmy" as const,
    dialogue: dialogueOf(memory),
  };
  const resumed = resume(memory.pending, text, interpret(text, context));
  if ("targets" in resumed) throw new Error("answered");
  const [reading] = resumed.readings;
  const found: Found = await findTargets(reading!, memory, undefined, lookup);
  const instead = found.found === "nothing" ? reading!.otherwise : null;
  return instead ? decide(instead, { found: "unsaid" }, given) : decide(reading!, found, given);
}

describe("the conversation's decisions", () => {
  it("makes a task of a sentence, with rule, reminder, tag and priority", async () => {
    expect(await hear("pay rent every month on the 1st at 9am, remind me a day before #home !high")).toMatchObject({
      do: "commands",
      wishes: [
        {
          command: {
            type: "create-task",
            input: {
              title: "pay rent",
              priority: "high",
              tags: ["home"],
              due: { date: "2026-12-01", time: "09:00:00" },
              rule: { rrules: ["FREQ=MONTHLY;BYMONTHDAY=1"] },
              reminders: [{ offset: "-P1D" }],
            },
          },
        },
      ],
    });
  });

  it.each([
    ["make it 5pm", { due: { date: "2026-11-25", time: "17:00:00" } }],
    ["at 8am", { due: { date: "2026-11-25", time: "08:00:00" } }],
    ["every year", { due: { date: "2026-11-25", time: "10:00:00" }, rule: { rrules: ["FREQ=YEARLY"] } }],
    ["make it friday", { due: { date: "2026-11-27", time: "10:00:00" } }],
  ])("%s, right after a task was touched, keeps of its day and hour what it does not say", async (text, patch) => {
    expect(await hear(text, withTouched(emptyMemory(USER_ID), [tasks[0]!]))).toMatchObject({
      wishes: [{ command: { type: "update-task", taskId: "id-dentist", patch } }],
    });
  });

  it("moves a task and keeps its time of day, and changes several fields at once", async () => {
    expect(await hear("move dentist to friday and make it urgent")).toMatchObject({
      wishes: [
        {
          command: {
            type: "update-task",
            taskId: "id-dentist",
            version: 1,
            patch: { due: { date: "2026-11-27", time: "10:00:00" }, priority: "urgent" },
          },
        },
      ],
    });
  });

  it.each([
    ["move dentist to 5pm", { date: "2026-11-25", time: "17:00:00" }],
    ["move dentist to tomorrow 5pm", { date: "2026-11-24", time: "17:00:00" }],
    ["move call Bob to 5pm", { date: "2026-11-23", time: "17:00:00" }],
  ])("takes from a task what is not said anew: %s", async (text, expected) => {
    expect(await hear(text)).toMatchObject({ wishes: [{ command: { patch: { due: expected } } }] });
  });

  it("LANG-3 asks once when several fit, and a number answers", async () => {
    const asked = await hear("complete call");
    expect(asked).toMatchObject({ do: "ask", question: { about: "which", among: [{ title: "call Bob" }, { title: "call Anna" }] } });
    const pending = asked.do === "ask" ? asked.pending : null;
    const memory = { ...emptyMemory(USER_ID), pending, list: { nonce: "n", items: [tasks[2]!, tasks[3]!].map(shown) } };
    expect(await hear("2", memory)).toMatchObject({
      do: "commands",
      wishes: [{ command: { type: "complete-task", taskId: "id-call Anna" } }],
    });
  });

  it("LANG-3 confirms before many tasks that were only described are deleted, by the ids and versions that were shown", async () => {
    const asked = await hear("delete everything overdue");
    expect(asked).toMatchObject({
      do: "ask",
      question: { about: "confirm", intent: "delete" },
      pending: { ask: "confirm", targets: tasks.map(shown) },
    });
    const pending = asked.do === "ask" ? asked.pending : null;
    const yes = interpret("yes", {
      now: NOW,
      timeZone: "UTC",
      weekStart: "MO",
      dateOrder: "dmy",
      dialogue: dialogueOf({ ...emptyMemory(USER_ID), pending }),
    });
    expect(resume(pending, "yes", yes)).toMatchObject({ targets: tasks.map(shown) });
    expect(await hear("no", { ...emptyMemory(USER_ID), pending })).toEqual({ do: "forget" });
  });

  it("asks whether one occurrence or the whole series is to go", async () => {
    const asked = await hear("delete water the plants");
    expect(asked).toMatchObject({ do: "ask", question: { about: "scope", title: "water the plants" } });
    const pending = asked.do === "ask" ? asked.pending : null;
    const answer = (text: string) =>
      resume(pending, text, interpret(text, { now: NOW, timeZone: "UTC", weekStart: "MO", dateOrder: "dmy", dialogue: null }));
    expect(answer("this one")).toMatchObject({ scope: "occurrence" });
    expect(answer("all of them")).toMatchObject({ scope: "series" });
    expect(await hear("yes", { ...emptyMemory(USER_ID), pending })).toMatchObject({ do: "ask", question: { about: "scope" } });
  });

  it("a new wish drops the question", async () => {
    const pending = {
      ask: "slot" as const,
      slot: "target" as const,
      reading: interpret("complete", { now: NOW, timeZone: "UTC", weekStart: "MO", dateOrder: "dmy", dialogue: null })[0]!,
    };
    expect(await hear("add buy milk", { ...emptyMemory(USER_ID), pending })).toMatchObject({
      do: "commands",
      wishes: [{ command: { input: { title: "buy milk" } } }],
    });
  });

  it("LANG-1 “no, that is the title” puts the words back", async () => {
    const text = "add read the report tomorrow #work";
    const [reading] = interpret(text, { now: NOW, timeZone: "UTC", weekStart: "MO", dateOrder: "dmy", dialogue: null });
    const memory = { ...emptyMemory(USER_ID), touched: shown(tasks[0]!), created: { task: shown(tasks[0]!), text, reading: reading! } };
    expect(await hear("no, that is the title", memory)).toMatchObject({
      wishes: [{ command: { patch: { title: "read the report tomorrow", due: null } } }],
    });
  });

  it("LANG-1 puts only the named words back, and keeps what else was said", async () => {
    const text = "add see high noon tomorrow";
    const [reading] = interpret(text, { now: NOW, timeZone: "UTC", weekStart: "MO", dateOrder: "dmy", dialogue: null });
    const memory = { ...emptyMemory(USER_ID), touched: shown(tasks[0]!), created: { task: shown(tasks[0]!), text, reading: reading! } };
    const given: Given = { user, now: NOW, newId: () => "new", memory, series: new Map() };
    const retitled = decide({ ...reading!, intent: "retitle", title: "high noon" }, { found: "unsaid" }, given);
    expect(retitled).toMatchObject({
      wishes: [{ command: { patch: { title: "see high noon", due: { date: "2026-11-24", time: null } } } }],
    });
  });

  it("takes two tasks joined by and for what they are", async () => {
    expect(await hear("complete dentist and call Bob")).toMatchObject({
      wishes: [{ command: { taskId: "id-dentist" } }, { command: { taskId: "id-call Bob" } }],
    });
  });

  it("takes a sentence that may be a new task for one unless a task has all of its words", async () => {
    const alike: Lookup = { ...lookup, byWords: async () => [{ task: tasks[0]!, score: 0.5 }] };
    const found = async (text: string) => {
      const context = { now: NOW, timeZone: "UTC", weekStart: "MO" as const, dateOrder: "dmy" as const, dialogue: null };
      return (await findTargets(interpret(text, context)[0]!, emptyMemory(USER_ID), undefined, alike)).found;
    };
    expect(await found("finish reading Dune")).toBe("nothing");
    expect(await found("complete Dune")).toBe("tasks");
  });

  it("numbers without a list, and numbers beyond it, say so", async () => {
    expect(await hear("done 2")).toMatchObject({ words: { say: "nothing-found", why: { because: "no-list" } } });
    const memory = { ...emptyMemory(USER_ID), list: { nonce: "n", items: [shown(tasks[0]!)] } };
    expect(await hear("done 3", memory)).toMatchObject({ words: { why: { because: "no-such-number", number: 3, length: 1 } } });
  });

  it("LANG-5 does nothing on what is not about tasks", async () => {
    for (const text of ["what is the capital of France", "", "🎉🎉"]) expect(await hear(text)).toMatchObject({ do: "say" });
  });
});

describe("choosing among what fits", () => {
  const scored = (...scores: number[]) => scores.map((score, index) => ({ task: task(`t${index}`), score }));

  it.each<[string, number[], Found["found"]]>([
    ["the only exact one", [1, 0.9, 0.9], "tasks"],
    ["one far ahead", [0.8, 0.4], "tasks"],
    ["two alike", [0.8, 0.7], "several"],
    ["two exact ones", [1, 1], "several"],
    ["nothing near", [0.1], "nothing"],
  ])("%s", (_, scores, expected) => {
    expect(choose(scored(...scores)).found).toBe(expected);
  });
});

describe("the memory", () => {
  it("keeps listed numbers usable after a change: they carry the new versions", () => {
    const memory = { ...emptyMemory(USER_ID), list: { nonce: "n", items: [shown(tasks[0]!)] } };
    const after = withTouched(memory, [{ ...tasks[0]!, version: 2 }]);
    expect(after.list!.items[0]!.version).toBe(2);
    expect(after.touched!.version).toBe(2);
  });
});
