/** An account for tests of decisions. */
import type { Series, Task, User } from "../../contracts/types.ts";
import { isClosing } from "../../events/topics.ts";
import type { Command } from "../commands.ts";
import { decide } from "../decide.ts";
import { Refused } from "../refused.ts";
import type { State } from "../state.ts";
import type { Step } from "../step.ts";
import { newUser } from "../update-user.ts";

const USER_ID = "6f1b1c1e-8d0c-5b7c-9f43-2b8e0a4b6a11";
/** The first occurrence of `account`. */
export const FIRST = "00000000-0000-4000-8000-000000000001";

/** A whole account in memory: the same decisions as in production, over a map instead of tables. */
export class Account {
  user: User = newUser(USER_ID, null, "Europe/Berlin", "en", "2026-01-01T00:00:00.000Z")[0]!.after as User;
  tasks = new Map<string, Task>();
  series: Series | null = null;
  /** Closing events that recurrence has not handled yet. */
  queue: string[] = [];
  /** What a person has reopened or restored. */
  revived = new Set<string>();
  clock = Date.parse("2026-03-02T08:00:00Z");
  #ids = 0;

  now = () => new Date(this.clock).toISOString();
  newId = () => `00000000-0000-4000-9000-${String(++this.#ids).padStart(12, "0")}`;
  #last(): Task | null {
    const alive = [...this.tasks.values()].filter((task) => task.deletedBy !== "undo");
    return alive.sort((a, b) => b.ordinal - a.ordinal)[0] ?? null;
  }
  #after = (task: Task | null) => (task && [...this.tasks.values()].find((other) => other.predecessorId === task.id)) ?? null;

  state(command: Command): State {
    const task = "taskId" in command ? (this.tasks.get(command.taskId) ?? null) : null;
    const last = "seriesId" in command ? this.#last() : null;
    return { user: this.user, task, series: this.series, last, successor: this.#after("seriesId" in command ? last : task) };
  }

  /** Decides and takes over what follows; a refusal changes nothing. */
  run(command: Command): Step[] {
    try {
      return this.insist(command);
    } catch (error) {
      if (error instanceof Refused) return [];
      throw error;
    }
  }

  /** The same; throws a refusal. */
  insist(command: Command): Step[] {
    this.clock += 60_000;
    const steps = decide(this.state(command), command, { now: this.now(), newId: this.newId });
    for (const step of steps) {
      if (step.of === "series") this.series = step.after;
      if (step.of === "user") this.user = step.after;
      if (step.of !== "task") continue;
      if (step.verb === "created" && this.tasks.has(step.after.id)) throw new Error(`${step.after.id} was created twice.`);
      this.tasks.set(step.after.id, step.after);
      if (command.type === "reopen-task" || command.type === "restore-task") this.revived.add(command.taskId);
      if (isClosing(`todo.task.${step.verb}.v1`)) this.queue.push(step.after.id);
    }
    return steps;
  }

  /** What recurrence does with any closing event. */
  deliver = () => this.series && this.run({ type: "advance-series", seriesId: this.series.id });
  open = () => [...this.tasks.values()].filter((task) => task.status === "open" && !task.deletedAt);
}

/** An account with one repeating task, at 9 on 2 March 2026. */
export function account(rrule = "FREQ=DAILY", anchor: "due" | "completion" = "due"): Account {
  const made = new Account();
  made.run({
    type: "create-task",
    taskId: FIRST,
    input: { title: "water", due: { date: "2026-03-02", time: "09:00:00" }, rule: { rrules: [rrule], anchor } },
  });
  return made;
}
