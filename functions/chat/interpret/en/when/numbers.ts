/** Numbers as words and digits: counts, ordinals and years. */
import { digits, isAttached, type Scan, skip, word } from "./scan.ts";
import { CARDINALS, ORDINAL_SUFFIXES, ORDINALS, TENS } from "./words.ts";

export type Read<T> = { value: T; next: number };

/** A whole number below a hundred in words ("twenty-one", "twenty one"). */
export function cardinalWords(scan: Scan, i: number): Read<number> | null {
  const small = CARDINALS.get(word(scan, i));
  if (small !== undefined) return { value: small, next: i + 1 };
  const tens = TENS.get(word(scan, i));
  if (tens === undefined) return null;
  const hyphen = word(scan, i + 1) === "-" && isAttached(scan, i + 1) ? i + 2 : i + 1;
  const ones = CARDINALS.get(word(scan, hyphen));
  return ones !== undefined && ones > 0 && ones < 10 ? { value: tens + ones, next: hyphen + 1 } : { value: tens, next: i + 1 };
}

/** A whole number in digits or words. */
export function cardinal(scan: Scan, i: number): Read<number> | null {
  const value = digits(scan, i);
  return value !== null ? { value, next: i + 1 } : cardinalWords(scan, i);
}

/** An ordinal: "3rd", "third", "twenty third"; `written` tells one in digits. */
export function ordinal(scan: Scan, i: number): (Read<number> & { written: boolean }) | null {
  const value = digits(scan, i);
  if (value !== null) {
    const suffixed = isAttached(scan, i + 1) && ORDINAL_SUFFIXES.has(word(scan, i + 1));
    return suffixed ? { value, next: i + 2, written: true } : null;
  }
  const single = ORDINALS.get(word(scan, i));
  if (single !== undefined) return { value: single, next: i + 1, written: false };
  const tens = TENS.get(word(scan, i));
  if (tens === undefined) return null;
  const second = word(scan, i + 1) === "-" && isAttached(scan, i + 1) ? i + 2 : i + 1;
  const ones = ORDINALS.get(word(scan, second));
  return ones !== undefined && ones < 10 ? { value: tens + ones, next: second + 1, written: false } : null;
}

/** An ordinal that may count from the end: "last", "second to last", "2nd to the last", "penultimate", "fifth last". */
export function position(scan: Scan, i: number): (Read<number> & { written: boolean }) | null {
  const first = word(scan, i);
  if (first === "last" || first === "final") return { value: -1, next: i + 1, written: false };
  if (first === "penultimate") return { value: -2, next: i + 1, written: false };
  if (first === "next" && word(scan, i + 1) === "to" && word(scan, skip(scan, i + 2, "the")) === "last") {
    return { value: -2, next: skip(scan, i + 2, "the") + 1, written: false };
  }
  const nth = ordinal(scan, i);
  if (!nth) return null;
  const hyphen = skip(scan, nth.next, "-");
  const to = skip(scan, hyphen, "to", "from");
  const last = skip(scan, skip(scan, to, "-"), "the");
  if (word(scan, last) !== "last" || last - nth.next > 4) return nth;
  return { ...nth, value: -nth.value, next: last + 1 };
}

/** A year of four digits, or in words ("two thousand and eighteen", "twenty twenty six"). */
export function year(scan: Scan, i: number): Read<number> | null {
  const value = digits(scan, i);
  if (value !== null) return word(scan, i).length === 4 && value >= 1900 && value < 2200 ? { value, next: i + 1 } : null;
  if (word(scan, i) === "two" && word(scan, i + 1) === "thousand") {
    const rest = cardinalWords(scan, skip(scan, i + 2, "and"));
    return rest ? { value: 2000 + rest.value, next: rest.next } : { value: 2000, next: i + 2 };
  }
  const century = TENS.get(word(scan, i)) === 20 ? 2000 : null;
  const rest = century === null ? null : cardinalWords(scan, i + 1);
  return century !== null && rest && rest.value >= 10 ? { value: century + rest.value, next: rest.next } : null;
}
