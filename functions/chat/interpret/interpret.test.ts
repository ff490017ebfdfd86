import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpret } from "./interpret.ts";
import { contextWith, IN_CONVERSATION } from "./test-context.ts";

const WORDS = [
  'remind me to buy milk tomorrow at 5 and delete the dentist "every friday" #work !high p1 // note: 2 - 4 , . ; ?',
  "rename it undo yes no every! \\monday 9/11 until then all of them tagged sorted by due date 🎉 שלום",
].flatMap((words) => words.split(" "));
const phrases = fc.array(fc.constantFrom(...WORDS), { maxLength: 25 }).map((words) => words.join(" "));
const anything = fc.oneof(phrases, fc.string({ unit: "binary", maxLength: 300 }), fc.string({ unit: "grapheme", maxLength: 200 }));

describe("any text", () => {
  test("is read without failing, with spans inside the text, the same each time", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const readings = interpret(text, contextWith(IN_CONVERSATION));
        expect(readings.length).toBeGreaterThan(0);
        for (const { spans } of readings)
          for (const { start, end } of spans) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        expect(interpret(text, contextWith(IN_CONVERSATION))).toEqual(readings);
      }),
      { numRuns: 2000 },
    );
  });

  test("within quotes is a title, word for word", () => {
    fc.assert(
      fc.property(phrases, (words) => {
        const title = words.replace(/["\\\s]+/g, " ").trim();
        fc.pre(/[a-z]/.test(title));
        expect(interpret(`"${title}"`, contextWith())).toMatchObject([
          { intent: "create", title, due: null, rule: null, tags: [], priority: null },
        ]);
      }),
    );
  });
});

test.each(["", "\n", "tasks:\n", "- \n- ", "...", "🎉"])("%j says nothing", (text) => {
  expect(interpret(text, contextWith())).toMatchObject([{ intent: "none" }]);
});

test("a pasted page is not read as a message", () => {
  const text = "delete everything tomorrow ".repeat(2000);
  expect(interpret(text, contextWith())).toMatchObject([
    { intent: "none", title: null, due: null, question: expect.stringContaining(`${text.length}`) },
  ]);
});

describe("10 kB", () => {
  const hostile: [string, string][] = [
    ["blanks", " "],
    ["letters", "a"],
    ["words", "and then "],
    ["numbers", "1"],
    ["dashes", "-"],
    ["quotes", '"'],
    ["apostrophes", "'a "],
    ["backslashes", "\\"],
    ["hashes", "#"],
    ["tags", "#a,"],
    ["tag lists", "tagged a, b and "],
    ["commas", ", "],
    ["commands", "delete 2 and "],
    ["refusals", "no "],
    ["reminders", "remind me "],
    ["every", "every "],
    ["lines", "a\n"],
    ["sort", "sorted by "],
    ["numbers of a list", "2, "],
    ["notes", "note: "],
    ["colons", ":"],
    ["combining marks", "á́"],
  ];
  test.each(hostile)("of %s takes less than 50 ms", (_name, piece) => {
    const text = piece.repeat(Math.ceil(9_900 / piece.length));
    for (const head of ["", "delete ", "show tasks ", "rename 2 to ", "add "]) {
      interpret(head + text.slice(0, 2000), contextWith(IN_CONVERSATION));
      // Processor time, the best of three: other work on the machine is no fault of the interpreter.
      const times = ["", " x", "."].map((end) => {
        const before = process.cpuUsage();
        interpret(head + text + end, contextWith(IN_CONVERSATION));
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1000;
      });
      expect(Math.min(...times)).toBeLessThan(50);
    }
  });
});
