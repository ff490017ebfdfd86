/** Words of a person as conditions and ranks over todo.own_tasks. */
import { bind, type Values } from "./sql-values.ts";

/** The trigram index cannot help with less, and nearly every title contains one or two given letters. */
const SHORTEST_PIECE = 3;

/** Whether the words are sought only where a word begins, and not inside of titles. */
export const isShort = (words: string): boolean => words.trim().length < SHORTEST_PIECE;

/** Words as a full-text query: each is the beginning of a word. Null when there is not one letter or digit. */
export function prefixQuery(words: string): string | null {
  const tokens = words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return tokens.length > 0 ? tokens.map((token) => `'${token}':*`).join(" & ") : null;
}

/** All words begin words of the title or description, or the title contains the text as it is. */
export function searchCondition(words: string, values: Values): string {
  const text = words.trim();
  const query = prefixQuery(text);
  const alternatives: string[] = [];
  if (query) alternatives.push(`search @@ to_tsquery('simple', ${bind(values, query)})`);
  // Without a letter or digit there is no trigram and no case: the cheapest comparison of them all.
  if (!query) alternatives.push(`strpos(title, ${bind(values, text)}) > 0`);
  else if (!isShort(text)) alternatives.push(`title ilike ${bind(values, `%${escapedPattern(text)}%`)}`);
  return `(${alternatives.join(" or ")})`;
}

const escapedPattern = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** How well a task fits the words: in the title above in the description, the whole title above a part of it. */
export function rankOf(words: string, values: Values): string {
  const query = prefixQuery(words);
  const similar = `similarity(title, ${bind(values, words.trim())})`;
  return query ? `(ts_rank(search, to_tsquery('simple', ${bind(values, query)})) + ${similar})` : similar;
}
