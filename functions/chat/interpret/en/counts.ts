/** How many are meant: "3", "three", "a couple of", "twice". */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].map((word, i): [string, number] => [word, i + 1]),
  ["a", 1],
  ["an", 1],
  ["the", 1],
  ["couple", 2],
  ["few", 3],
  ["fifteen", 15],
  ["twenty", 20],
  ["thirty", 30],
  ["once", 1],
  ["twice", 2],
  ["thrice", 3],
]);

/** From two to ten in words, to be used within a pattern. */
export const SMALL_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten";

/** A count from two on, as a group of a pattern: its text is for `countOf`. */
export const COUNT = `(\\d{1,3}|${SMALL_NUMBERS}|couple of|few)`;

/** The number that is said in digits or words; NaN for words that count nothing. */
export function countOf(said: string): number {
  const [word = ""] = said.replace(/^a (?=couple|few)/, "").split(" ");
  return NUMBERS.get(word) ?? Number(word);
}
