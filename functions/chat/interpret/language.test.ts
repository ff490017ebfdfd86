/** Words of a language live in its folder: what a date or a rule is, and what is decided, knows none. Imports are held by `npm run check`. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const HERE = fileURLToPath(new URL("./", import.meta.url));
const sources = ["", "when/", "../conversation/"].flatMap((folder) =>
  readdirSync(HERE + folder)
    .filter((name) => name.endsWith(".ts") && !name.includes("test"))
    .map((name) => folder + name),
);
const LITERAL = /"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|(?<=[=(,:[]\s*)\/(?:[^/\\\n]|\\.)+\/[a-z]*/g;

/** Two words in a row, or a small word between blanks, is language. */
const SPEECH = /[a-z]{2,}(?: |\\s[+*]?)[a-z]{2,}|(?: |\\s[+*]?)(?:and|or|of|the|me|my|to)(?: |\\s[+*]?|$)/;

/** The literals of a source that speak, but for what is thrown at a programmer. */
function speech(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$|(?<=[;,{]\s)\/\/.*$/gm, "");
  const spoken = code.split("\n").filter((line) => !/Error\(/.test(line) && !/^\s*(?:import|export) .* from /.test(line));
  return spoken
    .flatMap((line) => line.match(LITERAL) ?? [])
    .filter((literal) => SPEECH.test(literal.slice(1, -1).replace(/\$\{[^}]*\}/g, "")));
}

test.each(sources)("%s speaks no language", (file) => {
  expect(speech(readFileSync(HERE + file, "utf8"))).toEqual([]);
});

test("speech is found where there is some", () => {
  expect(speech('const parts = words.split(/,| and /i);\nreturn "buy milk";')).toEqual(["/,| and /i", '"buy milk"']);
});
