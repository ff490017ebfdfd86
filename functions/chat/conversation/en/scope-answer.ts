/** "This one" or "all of them", after the question whether a whole series is to go. */
import type { Scope } from "@todo/shared/domain/commands.ts";

const ALL =
  /^(?:delete |remove )?(?:all|all of (?:them|it)|the (?:whole )?series|everything|whole series|the whole thing|every one|all occurrences)[.!]?$/i;
const THIS =
  /^(?:delete |remove )?(?:just |only )?(?:this|that|this one|that one|one|the one|this occurrence|once|this time|today'?s)(?: only| one)?[.!]?$/i;

/** Null when the words are no answer to it. */
export function scopeAnswer(text: string): Scope | null {
  const words = text.trim();
  if (words.length > 60) return null;
  return ALL.test(words) ? "series" : THIS.test(words) ? "occurrence" : null;
}
