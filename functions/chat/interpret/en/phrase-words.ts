/** English words for the parts of a recurrence, each such that it is read back as itself. */
import { pad, parseDay } from "../when/calendar.ts";
import type { ByDay, Parts } from "../when/recurrence-parts.ts";
import { dateName, monthName, weekdayName } from "./when/questions.ts";

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** "1st", "22nd", "last", "2nd to last". */
export function ordinalName(n: number): string {
  if (n === -1) return "last";
  return n < 0 ? `${suffixed(-n)} to last` : suffixed(n);
}

function suffixed(n: number): string {
  const teen = n % 100 > 10 && n % 100 < 14;
  return `${n}${teen ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th")}`;
}

/** "09:30", "09:30:15". */
export function timeName(seconds: number): string {
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${pad(hour)}:${pad(minute)}${second === 0 ? "" : `:${pad(second)}`}`;
}

/** "3 March 2027" of a local date or date-time. */
export function momentName(moment: string): string {
  return dateName(parseDay(moment));
}

/** How often and on which days: "every 2 weeks on Monday and Friday"; null when plain words cannot say it. */
export function daysPhrase(parts: Parts): string | null {
  const { frequency, months, weeks, monthDays, days, position } = parts;
  switch (frequency) {
    case "MINUTELY":
      return every(parts.interval, "minute") + onDays(days);
    case "HOURLY":
      return every(parts.interval, "hour") + onDays(days);
    case "DAILY":
      return every(parts.interval, "day") + inMonths(months);
    case "WEEKLY":
      return weekly(parts) + inMonths(months);
    case "MONTHLY": {
      const [day] = days;
      if (monthDays.length === 1 && days.length === 1 && day?.n === 0 && parts.interval === 1)
        return `every ${weekdayName(day.weekday)} the ${ordinalName(monthDays[0] ?? 0)}`;
      const on = monthDays.length > 0 ? monthDaysPhrase(monthDays) : daysInMonth(days, position);
      return on === null || months.length > 0 ? null : every(parts.interval, "month") + on;
    }
    case "YEARLY": {
      if (weeks.length === 1)
        return days.length > 0 ? `every ${listed(days.map((day) => weekdayName(day.weekday)))} in week ${weeks[0]}` : null;
      const on = yearly(months, monthDays, days, position);
      return on === null ? null : every(parts.interval, "year") + on;
    }
  }
}

function every(interval: number, unit: string): string {
  return interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`;
}

function inMonths(months: readonly number[]): string {
  return months.length > 0 ? ` in ${listed(months.map(monthName))}` : "";
}

function onDays(days: readonly ByDay[]): string {
  return days.length > 0 ? ` on ${weekdaysName(days, true)}` : "";
}

/** "Monday and Friday", "weekday", "weekends". */
function weekdaysName(days: readonly ByDay[], plural: boolean): string {
  const codes = days.map((day) => day.weekday).join("");
  const all = codes === "01234" ? "weekday" : codes === "56" ? "weekend" : null;
  return all === null ? listed(days.map((day) => weekdayName(day.weekday))) : `${all}${plural ? "s" : ""}`;
}

function weekly({ interval, days }: Parts): string {
  if (days.length === 0) return every(interval, "week");
  if (interval === 1) return `every ${weekdaysName(days, false)}`;
  return `${every(interval, "week")} on ${weekdaysName(days, true)}`;
}

function monthDaysPhrase(monthDays: readonly number[]): string {
  const names = listed(monthDays.map(ordinalName));
  return ` on the ${names}${monthDays.some((day) => day < 0) ? " day" : ""}`;
}

/** "on the 2nd Friday and the last Monday", "on the last workday"; nothing to say without any, null for what has no ordinal. */
function daysInMonth(days: readonly ByDay[], position: number): string | null {
  if (position !== 0) return days.map((day) => day.weekday).join("") === "01234" ? ` on the ${ordinalName(position)} workday` : null;
  if (days.some((day) => day.n === 0)) return null;
  return days.length === 0 ? "" : ` on ${listed(days.map((day) => `the ${ordinalName(day.n)} ${weekdayName(day.weekday)}`))}`;
}

function yearly(months: readonly number[], monthDays: readonly number[], days: readonly ByDay[], position: number): string | null {
  if (monthDays.some((day) => day < 0))
    return months.length > 0 ? `${monthDaysPhrase(monthDays)} of ${listed(months.map(monthName))}` : null;
  if (monthDays.length > 0) {
    const dates = months.flatMap((month) => monthDays.map((day) => `${day} ${monthName(month)}`));
    return dates.length > 0 && days.length === 0 ? ` on ${listed(dates)}` : null;
  }
  const on = daysInMonth(days, position);
  if (on === null || (on === "" && months.length > 0)) return null;
  return months.length > 0 ? `${on} of ${listed(months.map(monthName))}` : on;
}

/** What an EXRULE leaves out: "in May", "on Monday and Tuesday", "on 25 December"; null when plain words cannot say it. */
export function exceptionPhrase(parts: Parts, until: string | null): string | null {
  if (parts.interval !== 1) return null;
  const { frequency, months, days, monthDays, position } = parts;
  if (frequency === "DAILY" && months.length > 0) return `in ${listed(months.map(monthName))}${until ? ` ${until.slice(0, 4)}` : ""}`;
  if (until !== null) return null;
  if (frequency === "WEEKLY" && days.length > 0) {
    const name = weekdaysName(days, true);
    return name.startsWith("week") ? name : `on ${name}`;
  }
  const on = frequency === "MONTHLY" ? (monthDays.length > 0 ? monthDaysPhrase(monthDays) : daysInMonth(days, position)) : null;
  return (frequency === "YEARLY" ? yearly(months, monthDays, days, position) : on)?.trim() || null;
}
