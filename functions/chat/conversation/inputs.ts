/** A rule and a reminder as read → as a task takes them. */
import type { ReminderInput, Rule, RuleInput } from "@todo/shared/contracts/types.ts";
import type { ReminderWish } from "../interpret/interpretation.ts";

export const ruleInput = ({ rrules, exrules, exdates, anchor }: Rule): RuleInput => ({ rrules, exrules, exdates, anchor });

export const reminderInput = (wish: ReminderWish): ReminderInput =>
  "offset" in wish ? { offset: wish.offset } : { at: wish.at.time ? `${wish.at.date}T${wish.at.time}` : wish.at.date };
