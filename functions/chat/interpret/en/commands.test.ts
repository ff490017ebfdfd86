import { describe, expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import type { Intent, Target } from "../interpretation.ts";
import { contextWith, IN_CONVERSATION } from "../test-context.ts";

const context = contextWith(IN_CONVERSATION);

/** Phrases by the intent they must read as; a phrase under one intent must not read as any other. */
const PHRASES: Partial<Record<Intent, readonly string[]>> = {
  complete: [
    "done 2 and 4",
    "done",
    "complete the dentist",
    "mark the dentist task as done",
    "mark 3 complete",
    "check off laundry",
    "tick laundry off my list",
    "check 2 off",
    "I finished the report",
    "I'm done with the dishes",
    "2 is done",
    "that's done",
    "the first two are done",
    "laundry: done",
    "i've already completed 1",
    "complete everything tagged #errands",
    "I've paid the rent",
    "I just called mom",
    "I paid the water bill",
    "the report is finished",
    "task 4 done",
    "consider 3 done",
    "close it out",
    "groceries: done!",
    "already did it",
    "paid the rent",
    "bought milk",
    "we fixed the tap",
    "took back the bottles",
  ],
  reopen: [
    "reopen the dentist",
    "uncheck 2",
    "mark 2 as not done",
    "2 is not done yet",
    "I didn't finish the report",
    "mark the report as incomplete",
    "2 isn't done",
    "oops, 2 is not finished",
    "put the report back on the list",
    "laundry isn't done",
    "the slides aren't finished after all",
    "not done with the poem yet",
  ],
  delete: [
    "delete 3",
    "delete the dentist",
    "get rid of the gym reminder",
    "take laundry off my list",
    "remove 2",
    "cancel my reminder to ring Joe",
    "I don't need the library reminder anymore",
    "clear all reminders",
    "no more reminding me to see the doctor",
    "Shane got the milk, so delete my grocery reminder",
    "trash it",
    "clean up completed tasks",
    "I don't need to be reminded about the picnic anymore",
    "I don't need to ring the school anymore",
    "no need to iron the shirts after all",
    "throw away the milk task",
    "remove #2",
    "no need for the babysitter anymore",
    "I no longer have to return the drill",
  ],
  skip: ["skip it", "skip the gym this week", "skip the next occurrence of rent", "skip this time"],
  "stop-repeating": [
    "stop repeating rent",
    "make the gym a one-off",
    "don't repeat 2 anymore",
    "stop the gym from repeating",
    "2 should no longer repeat",
    "the gym should stop repeating",
    "dont repeat",
  ],
  snooze: [
    "snooze",
    "snooze it",
    "snooze my alarm",
    "put the alarm on snooze",
    "remind me later",
    "remind me again",
    "10 more minutes",
    "remind me on friday instead",
  ],
  undo: [
    "undo",
    "undo that",
    "undo the last 3",
    "revert my last change",
    "take that back",
    "undo twice",
    "cancel the last command",
    "oops, wrong task",
    "no wait, undo",
    "scratch that",
  ],
  redo: ["redo", "redo the last 2", "redo redo", "undo the undo"],
  retitle: [
    "no, that is the title",
    "that's part of the title",
    "it is the name",
    "that's not a date",
    "keep it in the title",
    '"Friday" is part of the title',
    "put the words back",
  ],
  help: [
    "help",
    "help recurrence",
    "what can you do?",
    "undo everything",
    "what can I ask you",
    "how do I add a reminder?",
    "can I ask you about everything",
    "?",
    "how does this work",
    "what commands are there",
    "show me some examples",
  ],
  smalltalk: [
    "hello",
    "hi there!",
    "thanks a lot",
    "thank you for your help",
    "good morning",
    "bye",
    "how are you?",
    "how's it going",
    "how do you do",
    "you are stupid",
    "what is your name",
    "sorry",
    "oops, my bad",
  ],
  deny: ["do not delete that task", "don't remind me", "no, keep it"],
  history: [
    "what changed",
    "history of rent",
    "show the history of the dentist",
    "what happened to 2?",
    "rent's history",
    "when did I last complete the gym",
    "activity",
    "what did I delete today?",
    "what was the last thing I did",
    "when was the sofa added?",
  ],
  list: [
    "show my tasks",
    "list",
    "what are my reminders",
    "what do I have to do",
    "do I have any reminders about the dog",
    "show #work",
    "overdue",
    "high priority tasks",
    "show completed tasks",
    "how many tasks do I have",
    "is laundry on my todo list",
    "read my to do list",
    "what's overdue?",
    "reminders for the cat please",
    "tasks tagged work sorted by priority",
    "my open tasks",
    "show 2",
    "2",
    "details of the second one",
    "sort by priority",
    "what should I do next",
    "what now",
    "show travel",
    "list gym",
    "describe taxes",
    "what is the note of taxes",
    "display flights",
    "what's next",
    "what am I supposed to do this week",
    "what do I need to get done today",
    "show oldest first",
    "what about friday",
    "is 3 done?",
    "show more",
    "find the one about the boiler",
    "which one is about the boiler",
    "find the boiler one",
    "is there anything about the car?",
    "did I put eggs on my list?",
    "what repeats?",
    "my week",
    "my agenda",
    "agenda for tomorrow",
    "today's schedule",
    "what have I got this weekend?",
    "do I need to do anything else today?",
    "what's happening thursday",
    "how does my week look?",
    "what's the plan for today",
    "read me today's list",
    "any overdue stuff?",
    "my next task",
    "5 most recent tasks",
    "any task about the boiler",
    "all tasks sorted by name",
    "show the next three",
    "completed this week",
  ],
  update: [
    "rename 2 to clean the garage",
    "make it urgent",
    "make the report high priority",
    "set the priority of 3 to low",
    "tag 2 with work and home",
    "add tag #x to all overdue",
    "untag 1 #home",
    "remove the due date from rent",
    "add a note to the dentist: bring the card",
    "change the title of 2 to buy oat milk",
    "change the dentist reminder",
    "change priority to high",
    "call it the big one",
    "at 8am",
    "every year",
    "taxes is urgent",
    "bread is high priority",
    "priority high for bread",
    "no date for lego",
    "move",
    "friday at 3pm",
    "no, thursday",
    "actually make it 4pm",
    "I meant next week",
    "same time tomorrow",
    "an hour later please",
    "2 tomorrow",
    "3: high",
    "1 and 4 #home",
    "set a deadline of friday on the report",
    "give 2 a deadline of friday",
    "due date of 3: tomorrow",
    "lower the priority of 1",
    "mark the tax thing as important",
    "make it a daily task",
    "make my pills reminder daily",
    "tag it health",
    "note on 2: bring the card",
    "change 2 to say buy rye bread",
    "2 -> buy rye bread",
    "title of 2 should be Gas bill",
    "change #4's name to walk Fido",
    "bump it to thursday",
    "set it for 5",
    "let's do friday",
    "the dentist is now on friday",
    "the dentist got moved to friday",
    "can we move the review to friday",
    "I need to reschedule the dentist to friday",
    "remind me about the oil change friday instead of wednesday",
    "make it less urgent",
    "postpone 1",
    "flag 3",
    "set priority 2 on 3",
    "no due date for 2",
    'add note "blue door" to 2',
    "the gym is now at 6:30 instead of 6",
    "the gym is on friday now",
    "wrong day, it's thursday",
    "only on weekdays",
    "tag as errand",
    "rename it",
    "give it the tag home",
    "make it all day",
    'change "pack clothes" to "pack clothes and shoes"',
    'rename 2 "call Joan"',
    "take the date off the wallpaper",
    "move to monday",
    "move the eye test to 2 april same time",
    "bring the viewing forward to 5",
    "make the refund important",
    "6 instead of 5",
    "put the roof off until april",
    "move the roof to april",
    "title: Groceries run",
    'add "bring the pass" as a note',
    "with a note: gate code 4411",
    "not friday, saturday",
    "that should be 6 not 5",
  ],
  create: [
    "buy milk",
    "add buy milk",
    "remind me to call mum",
    "set a reminder to water the garden",
    "new task: send the invoice",
    "put ironing on my chore list",
    "I need to wash the car",
    "don't let me forget to feed the fish",
    "call mom and dad",
    "make cake",
    "move to Berlin",
    "check the oil",
    "read The 9/11 Report",
    "do the dishes",
    "book hotel",
    "show John around town",
    "change oil",
    "open a bank account",
    "set up the printer",
    "clear the gutters",
    "update my resume",
    "plan skip-level meeting",
    "history homework",
    "helpdesk ticket",
    "hello kitty birthday card",
    "remind me to delete the old photos",
    "add undo button to the editor",
    "remind me to cancel the gym",
    '"delete everything"',
    "list ingredients for the cake",
    "at 8am call the bank",
    "clean up the garage",
    "no dates for prom",
    "also sprach zarathustra",
    "thank Maria for the soup",
    "trash out on tuesday",
    "drop off the donation bags",
    "bring 5 copies on monday",
    "take bus 42 at 8:15",
    "don't add sugar to the coffee",
    "no sugar from thursday on",
    "5 apples",
    "look for a sofa on saturday",
    "make a list for tomorrow",
    "set the thermostat to 20",
    "can i get a reminder at 5 to leave",
    "take a note to buy a bulb",
    "note to self: order lenses",
    "would you mind reminding me to call Joe",
    "there's a school play on thursday",
    "I'm meeting Paul on thursday",
    "tell me to call the school",
    "change the sheets every two weeks on a sunday",
    "call 0800 123 4567",
    "read the contract",
    "weed the garden",
    "agenda for the board meeting",
    "my weekly shop",
    "help June move on saturday",
    "tomorrow I need a break",
    "drop the car off at the garage",
    "wipe the counters",
    "bin the old papers",
    "trash every monday evening",
    "take the cat to the vet on saturday morning",
    "complete the census form by 30 april",
    "send the rent reminder to flat 2",
    "any dream will do karaoke",
    "throw away the old milk",
  ],
  none: [
    "will it snow on sunday",
    "what does serendipity mean",
    "tell me a joke",
    "flip a coin",
    "how tall is the eiffel tower?",
    "could you translate this letter into Danish for me",
    "who is the captain of the hockey team",
    "🎉🎉",
    "",
    "   ",
    "do you like cats",
    "it",
    "how is the weather",
    "how do I delete something",
    "when was the telephone invented",
    "what is the last episode of Lost",
    "why did you delete that",
    "I may need a new phone",
    "how do you say bread in Welsh",
    "can I see my groceries",
    "what is my plan for world domination",
  ],
};

describe.each(Object.entries(PHRASES))("%s", (intent, phrases) => {
  test.each(phrases)("%s", (phrase) => {
    expect(interpret(phrase, context)[0]?.intent).toBe(intent);
  });
});

describe("answers", () => {
  const asked = contextWith({ pending: { intent: "delete", slot: null }, listed: 0, touched: false });
  test.each(["yes", "yep", "sure thing", "that is correct", "ok", "that is not wrong", "yes, delete it", "of course", "go ahead", "👍"])(
    "%s confirms",
    (phrase) => {
      expect(interpret(phrase, asked).map((r) => r.intent)).toEqual(["confirm"]);
    },
  );
  test.each([
    "no",
    "nope",
    "that is wrong, so no",
    "no thank you",
    "never mind",
    "I really do not think so",
    "cancel",
    "I do not believe that is correct",
    "stop",
  ])("%s denies", (phrase) => {
    expect(interpret(phrase, asked).map((r) => r.intent)).toEqual(["deny"]);
  });
  test.each(["buy milk", "delete 2", "yes man poster", "no frills shopping"])("%s is no answer", (phrase) => {
    expect(["confirm", "deny"]).not.toContain(interpret(phrase, asked)[0]?.intent);
  });
});

describe("targets", () => {
  const cases: [string, Target | null][] = [
    ["delete 2", { by: "number", numbers: [2] }],
    ["done #2, 3 and 5", { by: "number", numbers: [2, 3, 5] }],
    ["complete 2-4", { by: "number", numbers: [2, 3, 4] }],
    ["delete the first two", { by: "number", numbers: [1, 2] }],
    ["delete the last one", { by: "number", numbers: [5] }],
    ["delete the third one", { by: "number", numbers: [3] }],
    ["complete it", { by: "last" }],
    ["delete that one", { by: "last" }],
    ["delete all of them", { by: "all-listed" }],
    ["complete those", { by: "all-listed" }],
    ["delete my workout reminder", { by: "words", words: "workout", spoken: "workout reminder", due: null }],
    ["delete the reminder to pick up milk", { by: "words", words: "pick up milk", spoken: "pick up milk", due: null }],
    ["cancel the alert for the reminder about the vet", { by: "words", words: "vet", spoken: "vet", due: null }],
    ["delete my reminder to call Ann, it's already done", { by: "words", words: "call Ann", spoken: "call Ann", due: null }],
    ["mark 'version 2.0' as done", { by: "words", words: "version 2.0", spoken: "version 2.0", due: null }],
    ["delete reminder", null],
    ["I finished calling Ann", { by: "words", words: "call Ann", spoken: "calling Ann", due: null }],
    ["done with writing the report", { by: "words", words: "write the report", spoken: "writing the report", due: null }],
    ["I finished running", { by: "words", words: "running", spoken: "running", due: null }],
    ["I finished string theory", { by: "words", words: "string theory", spoken: "string theory", due: null }],
    ['delete the task "Friday the 13th"', { by: "words", words: "Friday the 13th", spoken: "Friday the 13th", due: null }],
    ["skip next week's call", { by: "words", words: "call", spoken: "call", due: null }],
    ["laundry's done", { by: "words", words: "laundry", spoken: "laundry", due: null }],
    ["I changed my mind about the sofa, delete it", { by: "words", words: "sofa", spoken: "sofa", due: null }],
    ["delete the second and third", { by: "number", numbers: [2, 3] }],
    ["delete number four", { by: "number", numbers: [4] }],
    ["move the two first ones to friday", { by: "number", numbers: [1, 2] }],
    ["delete the one about milk", { by: "words", words: "milk", spoken: "milk", due: null }],
    ["bring the review forward to tuesday", { by: "words", words: "review", spoken: "review", due: null }],
    [
      "cancel my monday appointment",
      { by: "words", words: "appointment", spoken: "monday appointment", due: { from: "2026-03-09", to: "2026-03-10" } },
    ],
  ];
  test.each(cases)("%s", (phrase, target) => {
    expect(interpret(phrase, context)[0]?.target).toEqual(target);
  });

  test("attributes make a filter", () => {
    const target = interpret("delete everything overdue tagged #work", context)[0]?.target;
    expect(target).toMatchObject({ by: "filter", filter: { due: "overdue", tags: ["work"], words: null } });
  });

  test("a verb that also begins titles says what it means otherwise", () => {
    expect(interpret("cancel gym membership", context)[0]).toMatchObject({
      intent: "delete",
      otherwise: { intent: "create", title: "cancel gym membership" },
    });
    expect(interpret("cancel my gym reminder", context)[0]?.otherwise).toBeNull();
    for (const chore of ["get rid of the wasps", "restore the dresser", "erase the whiteboard"])
      expect(interpret(chore, context)[0]?.otherwise).toMatchObject({ intent: "create", title: chore });
  });
});

describe("filters", () => {
  test.each([
    ["show my high and urgent priority tasks", { priorities: ["high", "urgent"], words: null }],
    ["show tasks tagged work and home sorted by title", { tags: ["work", "home"], sort: { by: "title", descending: false } }],
    ["show open tasks sorted by priority", { status: "open", sort: { by: "priority", descending: true } }],
    ["list tasks by due date", { sort: { by: "due", descending: false } }],
    ["show tasks newest first", { sort: { by: "created", descending: true } }],
    ["show the last 3 reminders", { limit: 3, sort: { by: "created", descending: true } }],
    ["show tasks without a due date", { due: "none" }],
    ["show recurring tasks", { repeating: true }],
    ["show completed tasks", { status: "completed" }],
    ["find tasks about the dentist", { words: "dentist" }],
    ['show tasks containing "friday the 13th"', { words: "friday the 13th", due: null }],
    ["what reminders do I have for the caretaker", { words: "caretaker" }],
  ])("%s", (phrase, filter) => {
    const [reading] = interpret(phrase, context);
    expect(reading?.intent).toBe("list");
    expect(reading?.filter).toMatchObject(filter);
  });
});

describe("words before what is meant", () => {
  test.each([
    ["and call the plumber", "call the plumber"],
    ["oh and book flights to Lisbon", "book flights to Lisbon"],
    ["hmm, call the plumber", "call the plumber"],
    ["should buy milk", "buy milk"],
    ["need to buy milk", "buy milk"],
  ])("%s", (phrase, title) => {
    expect(interpret(phrase, contextWith())).toMatchObject([{ intent: "create", title }]);
  });

  test("do not make a task of their own", () => {
    expect(interpret("hmm, wait, undo that", context)).toMatchObject([{ intent: "undo" }]);
  });
});

test.each([
  ["what did I delete today?", { happened: { what: "deleted" } }],
  ["what was the last thing I did", { happened: { what: "any" }, limit: 1 }],
])("%s asks for that of the history alone", (phrase, filter) => {
  expect(interpret(phrase, context)).toMatchObject([{ intent: "history", filter }]);
});

test("whether a task is called so decides what a statement of priority means", () => {
  expect(interpret("taxes is urgent", context)[0]).toMatchObject({ priority: "urgent", otherwise: { title: "taxes is urgent" } });
  expect(interpret("dentist is friday", context)[0]).toMatchObject({ intent: "create", title: "dentist" });
});

test("what time it is is no question about dates", () => {
  expect(interpret("what time is it?", context)).toMatchObject([{ intent: "none", topic: null }]);
});

test("when somebody does something is looked up", () => {
  expect(interpret("when do I call mum?", context)[0]?.otherwise).toMatchObject({ intent: "list", filter: { words: "call mum" } });
  expect(interpret("when does the bank open?", context)[0]?.otherwise).toMatchObject({ intent: "create" });
});

test("a word to show is a new task when no task is called so", () => {
  expect(interpret("show travel", context)[0]).toMatchObject({ filter: { words: "travel" }, otherwise: { title: "show travel" } });
});

test("of them there are none where nothing was listed", () => {
  expect(interpret("all of them", contextWith())).toMatchObject([{ intent: "none" }]);
  expect(interpret("both", contextWith({ pending: { intent: "delete", slot: "target" }, listed: 2, touched: false }))).toMatchObject([
    { intent: "delete", target: { by: "both" } },
  ]);
});

describe("several commands", () => {
  test.each([
    ["complete the dentist and delete rent", ["complete", "delete"]],
    ["done 2, delete 3, and show my list", ["complete", "delete", "list"]],
    ["add milk; add bread", ["create", "create"]],
    ["add milk and add bread", ["create", "create"]],
    ["buy milk\ncall mom\n- fix the bike", ["create", "create", "create"]],
    ["buy milk and call mom", ["create"]],
    ["call Ann, call Bob, call Carl", ["create", "create", "create"]],
    ["add buy milk, then buy bread", ["create", "create"]],
    ["call Ann, Bob and Carl", ["create"]],
    ["read more, read better", ["create"]],
    ["remind me to go to the bank and cancel the card", ["create"]],
    ["call the dentist and set an appointment", ["create"]],
    ["rename 2 to buy milk and bread", ["update"]],
    ["buy milk and make it urgent", ["create"]],
    ['add "done; delete everything" to my list', ["create"]],
    ["call mum tomorrow and buy flowers on friday", ["create", "create"]],
    ["call mum tomorrow. also buy flowers", ["create", "create"]],
    ["remind me to call Ann at 5 and email Bo at 6", ["create", "create"]],
    ["remind me to meet Ann at 5 and bring the slides", ["create"]],
    ["buy bread and call mum tomorrow", ["create"]],
    ["buy milk, then call Sue at 4", ["create", "create"]],
    ["boil the water, then add the pasta", ["create"]],
    ["call mum tomorrow and dad on friday", ["create", "create"]],
    ["gym on monday and yoga on friday", ["create", "create"]],
    ["move the dentist to friday and the gym to monday", ["update", "update"]],
    ["trip to Rome from monday and back on friday", ["create"]],
    ["call mum on monday and tuesday", ["create"]],
    ["call the vet at 3 and book the campsite tomorrow", ["create", "create"]],
    ["tomorrow call Jan, friday call Kai", ["create", "create"]],
    ["roses done, move the windows to sunday, delete the puzzle", ["complete", "update", "delete"]],
    ["get roses done, move on", ["create"]],
    ["finish the slides by 4 and send them to Ana by 5", ["create", "create"]],
    ["buy stamps. post the letter tomorrow.", ["create", "create"]],
    ["remind me at 7 to take the pills and at 9 to call Jan", ["create", "create"]],
    ["call Ann at 3, Bob at 4 and Carl at 5", ["create", "create", "create"]],
    ["meet Bob tomorrow and Ann at 5", ["create"]],
    ["plumber can't come wednesday, now friday at 9", ["create"]],
    ["take tomorrow's reminders and move them to friday", ["update"]],
    ["mark 1 as urgent, 2 as low and 3 as done", ["update", "update", "complete"]],
  ])("%s", (phrase, intents) => {
    expect(interpret(phrase, context).map((r) => r.intent)).toEqual(intents);
  });

  test("an hour said behind a day is one of that day", () => {
    expect(interpret("move 2 to friday and make it 5pm", context)).toMatchObject([{ due: { date: "2026-03-06", time: "17:00:00" } }]);
  });

  test("a verb holds for the numbers behind it, and spans stay on their own words", () => {
    const text = "move 1 to friday and 2 to saturday";
    const readings = interpret(text, context);
    expect(readings).toMatchObject([
      { target: { numbers: [1] }, due: { date: "2026-03-06" } },
      { target: { numbers: [2] }, due: { date: "2026-03-07" } },
    ]);
    expect(readings[1]?.spans.map((span) => text.slice(span.start, span.end))).toEqual(["2", "saturday"]);
  });

  test("a verb holds for the thing behind it", () => {
    const readings = interpret("remind me to pay gas on the 5th and power on the 9th", context);
    expect(readings).toMatchObject([
      { title: "pay gas", due: { date: "2026-03-05" } },
      { title: "pay power", due: { date: "2026-03-09" }, reminders: [{ offset: "PT0S" }] },
    ]);
  });

  test("what is said of one task in two clauses is one command", () => {
    expect(interpret("rename 2 to clean house and make it urgent", context)).toMatchObject([{ title: "clean house", priority: "urgent" }]);
    expect(interpret("buy milk and make it urgent", context)).toMatchObject([{ intent: "create", title: "buy milk", priority: "urgent" }]);
  });
});
