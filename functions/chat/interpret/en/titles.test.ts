import { expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import { contextWith } from "../test-context.ts";

test.each([
  ["read The 9/11 Report", "read The 9/11 Report"],
  ['"pay rent"', "pay rent"],
  ["'pay rent'", "pay rent"],
  ['read "Dune" again', 'read "Dune" again'],
  ["remind me that I have to call Bob", "call Bob"],
  ["remind me about the party", "the party"],
  ["remind me to get petrol?", "get petrol"],
  ["set a reminder to buy eggs at the store", "buy eggs at the store"],
  ["create an appointment reminder", "appointment"],
  ["new reminder; get plasters", "get plasters"],
  ["can you add ironing to my to do list", "ironing"],
  ["I don't want to forget to trim my beard", "trim my beard"],
  ["remind mom to pick me up", "remind mom to pick me up"],
  ["don’t forget to call Zoë", "call Zoë"],
  ["add task buy version 2.0", "buy version 2.0"],
  ["add a 4 paper", "a 4 paper"],
  ["note to self: order lenses", "order lenses"],
  ["add item eggs to my list", "eggs"],
  ["add to my list: soap and bleach", "soap and bleach"],
  ['put "renew the pass" on my list for next week', "renew the pass"],
  ["remind me about tomorrow's rehearsal", "rehearsal"],
  ["remind me to call Ann later", "call Ann"],
  ["set a reminder to water the fern; do it daily", "water the fern"],
  ["renew membership (expires 5/30)", "renew membership"],
  ["need to send the form", "send the form"],
  ["renew the pass. due 31 march", "renew the pass"],
  ["meet at Main St. tomorrow", "meet at Main St."],
  ["nap reminder at 1", "nap"],
  ["book a hotel for 2 nights from 5 june", "book a hotel for 2 nights"],
  ["the landlord comes by on thursday", "the landlord comes by"],
  ["in 2 hours tell me to call back", "call back"],
  ["put a reminder in for the checkup on 3 may", "the checkup"],
  ["add to my list that I have to sign the lease", "sign the lease"],
  ["tomorrow at noon I need to feed the meter", "feed the meter"],
  ["at work I need to focus", "at work I need to focus"],
  ["make sure I water the tomatoes", "water the tomatoes"],
  ["I should probably call the landlord", "call the landlord"],
  ["must not forget to post the card", "post the card"],
  ["give me a nudge in 25 minutes to flip the chicken", "flip the chicken"],
  ["would you be able to remind me about the eye test", "the eye test"],
  ["PAY RENT TODAY", "PAY RENT"],
  ["write the reminder policy friday", "write the reminder policy"],
  ["weigh in every monday", "weigh in"],
  ["practise scales in 4/4", "practise scales in 4/4"],
  ["pay fine no. 20260305", "pay fine no. 20260305"],
  ["Besprechung vorbereiten", "Besprechung vorbereiten"],
  ["купить молоко", "купить молоко"],
  ["買牛奶", "買牛奶"],
  ["add İstanbul trip", "İstanbul trip"],
])("%s", (phrase, title) => {
  expect(interpret(phrase, contextWith())).toMatchObject([{ intent: "create", title }]);
});

test.each([
  ["buy milk #shop !high", { title: "buy milk", tags: ["shop"], priority: "high" }],
  ["buy milk p1", { title: "buy milk", tags: [], priority: "urgent" }],
  ["fix p1 bug", { title: "fix p1 bug", tags: [], priority: null }],
  ["fix issue #42", { title: "fix issue #42", tags: [], priority: null }],
  ["open https://example.org//x", { title: "open https://example.org//x", tags: [], priority: null }],
  ["pay rent // account 4711", { title: "pay rent", description: "account 4711" }],
  ["pay rent note: account 4711", { title: "pay rent", description: "account 4711" }],
  ["call the bank with high priority", { title: "call the bank", priority: "high" }],
  ["review high priority bugs", { title: "review high priority bugs", priority: null }],
  ["add an urgent task: call the bank", { title: "call the bank", priority: "urgent" }],
  ["call Ann tagged family and phone", { title: "call Ann", tags: ["family", "phone"] }],
  ['watch "#blackmirror !high"', { title: 'watch "#blackmirror !high"', tags: [], priority: null }],
  ["watch \\#blackmirror", { title: "watch #blackmirror", tags: [], priority: null }],
  ["wow!! that deal", { title: "wow!! that deal", priority: null }],
  ["write the essay friday high priority", { title: "write the essay", priority: "high", due: { date: "2026-03-06" } }],
  ["write the essay friday #school", { title: "write the essay", tags: ["school"], due: { date: "2026-03-06" } }],
  ["urgent: call the landlord", { title: "call the landlord", priority: "urgent" }],
  ["call the landlord asap", { title: "call the landlord", priority: "urgent" }],
  ["asap call the landlord", { title: "call the landlord", priority: "urgent" }],
  ["high priority: call the landlord", { title: "call the landlord", priority: "high" }],
  ["high priority bugs: triage", { title: "high priority bugs: triage", priority: null }],
  ["fix the leak urgently", { title: "fix the leak", priority: "urgent" }],
  ["concert on 3 june tag it fun", { title: "concert", tags: ["fun"] }],
  ["write about urgent care", { title: "write about urgent care", priority: null }],
])("%s", (phrase, fields) => {
  expect(interpret(phrase, contextWith())).toMatchObject([{ intent: "create", ...fields }]);
});

test("spans say where in the text each word was read", () => {
  const text = "buy milk #shop";
  const [reading] = interpret(text, contextWith());
  expect(reading?.spans.map((s) => [s.kind, text.slice(s.start, s.end)])).toEqual([
    ["title", "buy milk"],
    ["tag", "#shop"],
  ]);
});
