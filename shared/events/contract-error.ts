/**
 * What arrived breaks its contract: sending it again cannot help. `status` 400: not one of our CloudEvents; 422: ours, but impossible.
 * `eventId` is the event's, as far as it was understood.
 */
export class ContractError extends Error {
  override name = "ContractError";
  readonly status: 400 | 422;
  readonly eventId: string | null;

  constructor(status: 400 | 422, sentence: string, eventId: string | null = null) {
    super(sentence);
    this.status = status;
    this.eventId = eventId;
  }
}
