/** Secrets by name. A name has one value: a Kubernetes Secret therefore holds one key. */
export type SecretStore = {
  /** The secret as it is now, so a rotated one is seen; throws SecretMissing. */
  get(name: string): Promise<string>;
};

/** There is no such secret, or this function may not read it; stores do not tell which. */
export class SecretMissing extends Error {
  override readonly name = "SecretMissing";

  constructor(secret: string, whereToPutIt: string, options?: ErrorOptions) {
    super(`The secret ${JSON.stringify(secret)} is missing or may not be read: ${whereToPutIt}.`, options);
  }
}
