import { civilDate, dayNumber, daysInMonth } from "./calendar.ts";
import type { RuleStart } from "./compile-rule.ts";
import type { WallSeconds } from "./local-moment.ts";
import { SECONDS_PER_DAY } from "./local-moment.ts";
import type { RecurrenceRule } from "./recurrence-rule.ts";

/**
 * A completion plus FREQ and INTERVAL: that many days, weeks, months or years later at the start's clock time, in a shorter month on its last day;
 * hours, minutes and seconds are added to the clock time of the completion, at the start's second of the minute.
 */
export function addInterval(rule: RecurrenceRule, start: RuleStart, completed: WallSeconds): WallSeconds {
  const day = Math.floor(completed / SECONDS_PER_DAY);
  const clock = start.seconds - Math.floor(start.seconds / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  const atClock = (of: number) => of * SECONDS_PER_DAY + clock;
  switch (rule.freq) {
    case "YEARLY":
      return atClock(addMonths(day, rule.interval * 12));
    case "MONTHLY":
      return atClock(addMonths(day, rule.interval));
    case "WEEKLY":
      return atClock(day + rule.interval * 7);
    case "DAILY":
      return atClock(day + rule.interval);
    case "HOURLY":
      return onSecond(completed, clock % 60) + rule.interval * 3600;
    case "MINUTELY":
      return onSecond(completed, clock % 60) + rule.interval * 60;
    case "SECONDLY":
      return completed + rule.interval;
  }
}

function addMonths(day: number, months: number): number {
  const { year, month, day: dayOfMonth } = civilDate(day);
  const total = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(total / 12), (total % 12) + 1];
  return dayNumber(newYear, newMonth, Math.min(dayOfMonth, daysInMonth(newYear, newMonth)));
}

function onSecond(moment: WallSeconds, second: number): WallSeconds {
  return Math.floor(moment / 60) * 60 + second;
}
