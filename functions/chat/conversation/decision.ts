/** What the conversation can decide to do, ask or say: the vocabulary between the rules and the words of a language. */
import type { Series, Task, User } from "@todo/shared/contracts/types.ts";
import type { Command } from "@todo/shared/domain/commands.ts";
import type { Filter, Reading } from "../interpret/interpretation.ts";
import type { Memory, Pending, Shown } from "./memory.ts";
import type { Why } from "./targets.ts";

/** A command on its way, with what the reply will say of it. */
export type Wish = { reading: Reading; command: Command; task: Task | null };

export type Decision =
  | { do: "commands"; wishes: Wish[] }
  | { do: "ask"; pending: Pending; question: Question }
  | { do: "say"; words: Words }
  | { do: "show"; filter: Filter | null }
  | { do: "describe"; tasks: Task[] }
  | { do: "history"; task: Task | null; filter: Filter | null }
  | { do: "undo" | "redo"; count: number }
  | { do: "forget" };

/** What is asked, for the language to put into words. */
export type Question =
  | { about: "unclear"; text: string }
  | { about: "slot"; slot: "title" | "target" | "due"; intent: Reading["intent"] }
  | { about: "which"; among: Task[]; intent: Reading["intent"] }
  | {
      about: "confirm";
      intent: Reading["intent"];
      targets: Shown[];
      /** Whether these are only the first of those that fit. */
      more: boolean;
      /** How many of them would go on repeating. */
      repeating: number;
    }
  | { about: "scope"; title: string }
  /** When to be reminded of these. */
  | { about: "moments"; tasks: Task[] };

/** What is said without anything being changed. */
export type Words =
  | { say: "help"; topic: string | null }
  | { say: "smalltalk"; topic: string | null }
  | { say: "not-understood" /** The nearest help. */; topic: string | null }
  | { say: "nothing-found"; why: Why }
  | { say: "acknowledged" | "nothing-pending" | "left" }
  | { say: "no-title-to-restore" }
  | { say: "which-words"; task: Task; by: string }
  | { say: "no-reminder" | "not-repeating" | "undated"; task: Task };

export type Given = {
  user: User;
  now: string;
  newId: () => string;
  memory: Memory;
  /** The series, by id, of the tasks that a reading means. */
  series: ReadonlyMap<string, Series>;
};
