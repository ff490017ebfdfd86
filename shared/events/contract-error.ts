/** What arrived breaks its contract: sending it again cannot help. `status` 400: not one of our CloudEvents; 422: ours, but impossible. */
export class ContractError extends Error {
  override name = "ContractError";
  readonly status: 400 | 422;

  constructor(status: 400 | 422, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.status = status;
  }
}
