/** The help texts. Every example is read by the interpreter in a test, with the intent stated beside it. */
import type { Intent } from "../interpretation.ts";

export type HelpTopic = {
  name: string;
  /** Words that ask for this topic. */
  words: readonly string[];
  /** One line on what can be said. */
  about: string;
  examples: readonly { say: string; intent: Intent }[];
};

const say = (intent: Intent, ...sentences: string[]) => sentences.map((sentence) => ({ say: sentence, intent }));

export const HELP_TOPICS: readonly HelpTopic[] = [
  {
    name: "create",
    words: ["create", "add", "new", "adding", "creating", "task", "tasks", "make", "basics", "start"],
    about: "Type a task as you would jot it down; dates, #tags and !priority are picked out of it.",
    examples: say(
      "create",
      "buy milk tomorrow",
      "call Ann on friday at 3pm #family !high",
      "add pay rent every month on the 1st at 9am // account 4711",
      "remind me to stretch in 20 minutes",
    ),
  },
  {
    name: "dates",
    words: ["date", "dates", "time", "times", "due", "deadline", "when", "day", "days"],
    about: "Dates and times may stand anywhere in the task.",
    examples: say(
      "create",
      "send the report by end of month",
      "dentist 21 july 14:30",
      "renew passport in 3 weeks",
      "call the office monday at 9am London time",
    ),
  },
  {
    name: "recurrence",
    words: ["recurrence", "recurring", "repeat", "repeats", "repeating", "repetition", "every", "daily", "weekly", "monthly", "series"],
    about: "Say how often; every! counts from the day you finish it.",
    examples: [
      ...say(
        "create",
        "water the plants every 3 days",
        "team lunch every second tuesday of the month",
        "backup every! 2 weeks",
        "standup every weekday at 9 except in august",
      ),
      ...say("skip", "skip the backup this week"),
      ...say("stop-repeating", "stop repeating the backup"),
    ],
  },
  {
    name: "reminders",
    words: ["reminder", "reminders", "remind", "alert", "alerts", "notification", "notifications", "alarm", "snooze"],
    about: "Ask for a reminder with the task or afterwards; put off one that rings.",
    examples: [
      ...say("create", "remind me to call mum at 6pm", "flight on 3 may at 7am, remind me a day before"),
      ...say("remind", "remind me 1 hour before", "change the reminder to 2 hours before"),
      ...say("delete", "remove the reminder"),
      ...say("snooze", "snooze for 20 minutes", "snooze until tomorrow"),
    ],
  },
  {
    name: "priority",
    words: ["priority", "priorities", "urgent", "importance"],
    about: "Four levels: !urgent (p1), !high (p2), !medium (p3), !low; without one a task has none.",
    examples: [...say("create", "file taxes !urgent"), ...say("update", "make 2 urgent", "set the priority of the report to low")],
  },
  {
    name: "tags",
    words: ["tag", "tags", "label", "labels", "hashtag"],
    about: "Put #tag into the task, or tag tasks later.",
    examples: [
      ...say("create", "book hotel #travel"),
      ...say("update", "tag 2 with #home", "add tag #q3 to all overdue tasks", "untag 1 #home"),
      ...say("list", "show tasks tagged #home"),
    ],
  },
  {
    name: "list",
    words: ["list", "lists", "show", "search", "find", "filter", "filters", "sort", "sorting", "view"],
    about: "Ask for tasks by day, status, priority, tag or words, in any order.",
    examples: say(
      "list",
      "show my tasks",
      "what is due today?",
      "high priority tasks due this week tagged work sorted by due date",
      "find tasks about taxes",
      "overdue",
    ),
  },
  {
    name: "complete",
    words: ["complete", "completing", "done", "finish", "finished", "check", "reopen", "delete", "deleting", "remove"],
    about: "Name tasks by words, by their number in the last list, or by what they have in common.",
    examples: [
      ...say("complete", "done 2 and 4", "mark the dentist as done", "complete everything tagged #errands"),
      ...say("reopen", "reopen the dentist"),
      ...say("delete", "delete 3", "delete all completed tasks"),
    ],
  },
  {
    name: "update",
    words: ["update", "updating", "change", "changing", "edit", "move", "reschedule", "rename", "postpone"],
    about: "Change any field, several at once.",
    examples: say(
      "update",
      "move the dentist to friday 3pm and make it urgent",
      "rename 2 to clean the garage",
      "postpone it by 2 days",
      "change the due date of the report to tomorrow",
    ),
  },
  {
    name: "history",
    words: ["history", "changes", "log", "audit", "undo", "redo", "activity"],
    about: "Every change is kept; the last ones can be taken back.",
    examples: [
      ...say("history", "what changed today", "history of the dentist"),
      ...say("undo", "undo", "undo the last 3"),
      ...say("redo", "redo"),
    ],
  },
  {
    name: "title",
    words: ["title", "titles", "quotes", "quote", "escape", "name", "names"],
    about: "Quotes or a backslash keep words in the title; afterwards you can still say so.",
    examples: [
      ...say("create", 'watch "Friday the 13th" on saturday', "read \\Monday morning notes"),
      ...say("retitle", "no, that is the title"),
    ],
  },
];

/** The topic a word asks about; null when no topic knows it. */
export function topicOf(words: string): HelpTopic | null {
  const asked = words
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
  return (
    HELP_TOPICS.find((topic) => asked.includes(topic.name)) ??
    HELP_TOPICS.find((topic) => topic.words.some((word) => asked.includes(word))) ??
    null
  );
}
