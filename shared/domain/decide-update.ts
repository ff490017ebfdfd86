/** Changing a task: this occurrence, or the series from now on. */
import type { Due, Rule, Series, Task, TaskPatch } from "../contracts/types.ts";
import type { Command } from "./commands.ts";
import { dueAt, dueOf, localOf } from "./due.ts";
import { distinct, newSeries, templateOf } from "./occurrence.ts";
import { Refused } from "./refused.ts";
import { remindersOf, retimed } from "./reminders.ts";
import { firstOccurrence, ruleOf } from "./schedule.ts";
import { changed, type Given, present, type State } from "./state.ts";
import { type Step, sameValue } from "./step.ts";
import { stopSeries } from "./stop-series.ts";

type UpdateTask = Extract<Command, { type: "update-task" }>;

/** Moving one occurrence leaves the rule alone; words, priority, tags and reminders of a repeating task hold from now on, unless said otherwise (REC-8). */
export function updateTask(state: State, command: UpdateTask, given: Given): Step[] {
  const before = present(state, command);
  const { patch } = command;
  const series = state.series && !state.series.endedAt ? state.series : null;
  if (patch.scope === "series" && !series) throw new Refused("task-not-repeating", `"${before.title}" does not repeat.`);
  if (patch.rule === null) return stopped(state, before, { ...patch, rule: undefined }, series, given);
  if (patch.rule) return rescheduled(state, before, patch, series, given);
  if (series && patch.scope === "series" && patch.due) return shifted(state, before, patch, series, given);
  const after = patched(state, before, patch, patch.due === undefined ? before.due : patch.due && dueOf(patch.due, state.user), given);
  return written(
    before,
    after,
    series && patch.scope !== "occurrence" ? withTemplate(series, after, patch, given.now) : null,
    state.series,
  );
}

/** The fields of a patch on a task that is due at `due`. */
function patched({ user }: State, before: Task, patch: TaskPatch, due: Due | null, { now, newId }: Given): Task {
  const reminders = patch.reminders ? remindersOf(patch.reminders, due, user, newId) : retimed(before.reminders, due, user);
  return {
    ...changed(before, now),
    title: patch.title ?? before.title,
    description: patch.description ?? before.description,
    priority: patch.priority ?? before.priority,
    tags: distinct(patch.tags ?? before.tags),
    due,
    reminders,
  };
}

/** Only what the patch names goes into the template: what this one occurrence differs in besides stays its own. */
function withTemplate(series: Series, after: Task, patch: TaskPatch, now: string): Series {
  const wished = templateOf(after);
  const { title, description, priority, tags, reminders } = patch;
  const given = { title, description, priority, tags, reminders };
  const named = Object.entries(given).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, wished[field as keyof typeof wished]]],
  );
  return { ...changed(series, now), template: { ...series.template, ...Object.fromEntries(named) } };
}

/** The steps that write what really differs. */
function written(before: Task, after: Task, series: Series | null, seriesBefore: Series | null): Step[] {
  const differs = (a: Task, b: Task) => !sameValue({ ...a, version: 0, updatedAt: "" }, { ...b, version: 0, updatedAt: "" });
  const steps: Step[] = [];
  if (
    series &&
    (!seriesBefore ||
      !sameValue([seriesBefore.rule, seriesBefore.template, seriesBefore.endedAt], [series.rule, series.template, series.endedAt]))
  ) {
    steps.push({ of: "series", before: seriesBefore, after: series });
  }
  if (differs(before, after)) steps.push({ of: "task", verb: "updated", before, after, jumped: [] });
  return steps;
}

/** "Stop repeating" with other changes beside it: the open occurrence stays as a task of its own date. */
function stopped(state: State, before: Task, patch: TaskPatch, series: Series | null, given: Given): Step[] {
  if (!series) throw new Refused("task-not-repeating", `"${before.title}" does not repeat.`);
  const due = patch.due === undefined ? before.due : patch.due && dueOf(patch.due, state.user);
  return [...stopSeries(state, given), ...written(before, patched(state, before, patch, due, given), null, null)];
}

/** A new rule: the open occurrence becomes its first. A task that did not repeat, or no longer does, gets a series. */
function rescheduled(state: State, before: Task, patch: TaskPatch, series: Series | null, given: Given): Step[] {
  const { user } = state;
  const current = before.due ? { date: before.due.date, time: before.due.time } : null;
  const wished = patch.due === null ? null : (patch.due ?? current);
  const timeZone = patch.due?.timeZone ?? series?.timeZone ?? before.due?.timeZone ?? user.timeZone;
  const rule = ruleOf(patch.rule!, wished, given.now, timeZone);
  const after = atOccurrence(state, before, patch, firstOccurrence(rule), timeZone, given);
  const floating = after.due?.floating ?? true;
  if (series) {
    const renewed = { ...withTemplate(series, after, patch, given.now), rule, timeZone, floating };
    return written(before, after, renewed, series);
  }
  if (before.status !== "open") throw new Refused("task-closed", `"${before.title}" is ${before.status}. Reopen it before it repeats.`);
  const fresh = newSeries(given.newId(), user, rule, timeZone, floating, templateOf(after), given.now);
  return written(before, { ...after, seriesId: fresh.id }, fresh, null);
}

/** Another date or time from now on, under the same rule: refused when the rule never falls on that day. */
function shifted(state: State, before: Task, patch: TaskPatch, series: Series, given: Given): Step[] {
  const due = dueOf(patch.due!, state.user);
  const rule: Rule = { ...series.rule, start: localOf(due) };
  const occurrence = firstOccurrence(rule);
  if (occurrence !== rule.start) {
    const sentence = `The rule ${rule.rrules.join(" + ")} has no occurrence at ${rule.start}. Say the new rule, or move only this occurrence.`;
    throw new Refused("rule-invalid", sentence);
  }
  const after = atOccurrence(state, before, patch, occurrence, due.timeZone, given);
  const renewed = { ...withTemplate(series, after, patch, given.now), rule, timeZone: due.timeZone, floating: due.floating };
  return written(before, after, renewed, series);
}

function atOccurrence(state: State, before: Task, patch: TaskPatch, occurrence: string, timeZone: string, given: Given): Task {
  const floating = patch.due ? !patch.due.timeZone || !occurrence.includes("T") : (before.due?.floating ?? true);
  return { ...patched(state, before, patch, dueAt(occurrence, timeZone, floating), given), occurrence };
}
