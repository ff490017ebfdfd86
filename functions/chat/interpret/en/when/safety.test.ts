import { expect, test } from "vitest";
import { read } from "./test-when.ts";

const TITLES = [
  "read The 9/11 Report",
  "watch Friday the 13th",
  "read Bloody Sunday",
  "watch The Day After Tomorrow",
  "buy tickets for Monday Night Football",
  "buy 2nd-hand monitor",
  "version 2.0 release notes",
  "May's birthday present",
  "march to the capitol",
  "this may take longer",
  "call June",
  "email April about the budget",
  "the Friday report",
  "dentist yesterday",
  "submit what I wrote yesterday",
  "email the notes from yesterday",
  "order friday 3 pizzas",
  "every friday counts",
  "watch Every Friday Night",
  "buy Sunday newspaper",
  "monday meeting prep",
  "friday night dinner",
  "prepare for my 3pm meeting",
  "live in the now",
  "meet Bob at 5 Guys",
  "order 3 pizzas for 6 people",
  "call 911",
  "read 1984",
  "pay 2026 taxes",
  "run 5k",
  "review PR 12/15",
  "read pages 10-25",
  "buy 1/2 cup of sugar",
  "fix the 4:3 aspect ratio",
  "call 650 area code",
  "1 on 1 with Ann",
  "sort the 5th drawer",
  "ask for a second opinion",
  "get sun cream",
  "he sat down",
  "plan May Day parade",
  "gift for mother's day",
  "halloween party prep",
  "every time I hear it",
  "every birthday counts",
  "day after day",
  "good morning Paul",
  "submit my weekly hours",
  "buy the Daily Mail",
  "run for 30 minutes",
  "at 6.5 kilograms",
  "Tel: +86 2010-2015-86",
  "open ABC-12345 next",
  "0.7/12 reads like a formula",
  "read 11/22/63",
  "bump the parser from 4.17 to 4.18",
  "reply to case 20240315",
  "3/4 cup of sugar for the cake",
  "march 4 miles",
  "finish chapters 4-6",
  "study for the SAT",
  "ask Dr. Sunday about the results",
  "visit aunt May",
  "fix noon bell",
  "fast for 17h",
  "charge the ev overnight",
  "fix the nightly build",
  "the but sunday riddle",
];

test.each(TITLES)("keeps the title %s", (title) => {
  expect(read(title)).toMatchObject({ due: null, rule: null, question: null, title, spans: [] });
});

test.each([
  ["watch The Day After Tomorrow tomorrow", "watch The Day After Tomorrow", "2026-03-03"],
  ["watch 24 tomorrow", "watch 24", "2026-03-03"],
  ["catch bus 9 tonight", "catch bus 9", "2026-03-02T20:00"],
  ["check in tomorrow", "check in", "2026-03-03"],
  ["log in at 9", "log in", "2026-03-02T21:00"],
  ["stop by friday", "stop by", "2026-03-06"],
  ["remind me about the meeting at 10 am, at 8 am", "remind me about the meeting at 10 am,", "2026-03-03T08:00"],
  ["pay $30 by friday", "pay $30", "2026-03-06"],
  ["lunch with June on friday", "lunch with June", "2026-03-06"],
  ["study for the SAT on saturday", "study for the SAT", "2026-03-07"],
  ["finish chapters 4-6 by sunday", "finish chapters 4-6", "2026-03-08"],
  ["watch The Expanse S5E2 Friday", "watch The Expanse S5E2", "2026-03-06"],
  ["watch lecture 12 tonight", "watch lecture 12", "2026-03-02T20:00"],
  ["table for 4 at 7 and 2 chairs", "table for 4 and 2 chairs", "2026-03-02T19:00"],
])("takes from %s only the words of time", (text, title, due) => {
  expect(read(text)).toMatchObject({ title, due });
});

test.each([
  ["read chapter tomorrow 9", "read chapter 9", "2026-03-03"],
  ["plumber tomorrow 30", "plumber 30", "2026-03-03"],
  ["call bob about yesterday at 10pm", "call bob about yesterday", "2026-03-02T22:00"],
  ["finish yesterday's report at 4pm", "finish yesterday's report", "2026-03-02T16:00"],
])("%s says the day, and the rest is title", (text, title, due) => {
  expect(read(text)).toMatchObject({ title, due });
});

test("a date is no number of the noun before it", () => {
  expect(read("collect the tickets 15 march")).toMatchObject({ title: "collect the tickets", due: "2026-03-15" });
});

test.each([
  ["every month pay rent on the 1st", "pay rent", ["FREQ=MONTHLY;BYMONTHDAY=1"]],
  ["every week call mum on sunday", "call mum", ["FREQ=WEEKLY;BYDAY=SU"]],
  ["every day call the shop on friday", "call the shop on friday", ["FREQ=DAILY"]],
])("%s says in two places when", (text, title, rrules) => {
  expect(read(text)).toMatchObject({ title, rule: { rrules } });
});

test.each([
  ["every evening at 10 lock the back door", "lock the back door", "2026-03-02T22:00"],
  ["tomorrow evening at 8 dinner", "dinner", "2026-03-03T20:00"],
  ["this time is different", "this time is different", null],
  ["close of play report", "close of play report", null],
])("%s opens with when, or does not", (text, title, due) => {
  expect(read(text)).toMatchObject({ title, due });
});

test("protected stretches are title whatever they say", () => {
  const text = 'read "Tomorrow at 9" tomorrow';
  expect(read(text, { protected: [{ start: 5, end: 20 }] })).toMatchObject({ title: 'read "Tomorrow at 9"', due: "2026-03-03" });
});

test("only the stretch asked for is read, and spans point into the whole text", () => {
  const text = "add lunch tomorrow and dinner friday";
  const when = read(text, { from: 4, to: 18 });
  expect(when.due).toBe("2026-03-03");
  expect(when.spans.map((span) => text.slice(span.start, span.end))).toEqual(["tomorrow"]);
});
