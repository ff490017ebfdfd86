/** A sorted set of whole numbers within a day, an hour or a minute, which never has to be written out: a day of every second has 86 400. */
export type ClockSet = {
  readonly size: number;
  /** The member at a position below size. */
  at(position: number): number;
  /** The smallest member that is not below the value, or -1. */
  atOrAfter(value: number): number;
};

/** One digit of a clock: the values it may take, sorted, and what each of its steps is worth. */
export type ClockDigit = { values: readonly number[]; unit: number };

/** All combinations of the digits, the most significant first; a digit's values stay below the unit before it. */
export function productSet(digits: readonly ClockDigit[]): ClockSet {
  const smallestFrom = digits.map((_, level) => digits.slice(level).reduce((sum, digit) => sum + (digit.values[0] ?? 0) * digit.unit, 0));
  const leastFirst = digits.toReversed();
  const size = digits.reduce((product, digit) => product * digit.values.length, 1);

  /** The smallest sum of the digits from this level on that is not below the value, or -1. */
  function atOrAfter(value: number, level: number): number {
    const digit = digits[level];
    if (!digit) return value > 0 ? -1 : 0;
    const wanted = Math.floor(value / digit.unit);
    for (const candidate of digit.values) {
      if (candidate < wanted) continue;
      const rest = candidate > wanted ? (smallestFrom[level + 1] ?? 0) : atOrAfter(value - wanted * digit.unit, level + 1);
      if (rest >= 0) return candidate * digit.unit + rest;
    }
    return -1;
  }

  return {
    size,
    at(position) {
      let value = 0;
      let rest = position;
      for (const { values, unit } of leastFirst) {
        value += (values[rest % values.length] ?? 0) * unit;
        rest = Math.floor(rest / values.length);
      }
      return value;
    },
    atOrAfter: (value) => (size === 0 ? -1 : atOrAfter(value, 0)),
  };
}

/** The members at the positions of BYSETPOS: 1 is the first, -1 the last. */
export function selectPositions(set: ClockSet, positions: readonly number[]): ClockSet {
  const indexes = positions.map((position) => (position > 0 ? position - 1 : set.size + position));
  const members = [...new Set(indexes)].filter((index) => index >= 0 && index < set.size).map((index) => set.at(index));
  return productSet([{ values: members.sort((a, b) => a - b), unit: 1 }]);
}

/** 0 to length - 1: a digit without a restriction. */
export function everyValue(length: number): readonly number[] {
  return Array.from({ length }, (_, value) => value);
}
