/** The user's wish breaks a rule: a stable code for programs and a sentence for the reply. Nothing was changed. */
export class Refused extends Error {
  override name = "Refused";
  readonly code: RefusalCode;

  constructor(code: RefusalCode, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** Every way a wish can be refused, with the HTTP status that says it. */
export const REFUSALS = {
  "task-not-found": 404,
  "series-not-found": 404,
  "task-stale": 412,
  "task-deleted": 410,
  "task-not-deleted": 409,
  "task-closed": 409,
  "task-open": 409,
  "task-not-repeating": 409,
  "task-exists": 409,
  "rule-invalid": 422,
  "due-required": 422,
  "due-invalid": 422,
  "time-zone-unknown": 422,
  "no-email-address": 422,
  "limit-reached": 422,
  "nothing-to-undo": 409,
  "key-reused": 422,
} as const;

export type RefusalCode = keyof typeof REFUSALS;
