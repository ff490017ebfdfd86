/** What is stored under a key, and the ETag that the next write must name. */
export type Stored<T> = { readonly value: T; readonly etag: string };

export type SaveOptions = {
  /** The ETag that was read, or null for "there is nothing yet". */
  readonly etag: string | null;
  /** When the value is forgotten; null keeps it. */
  readonly ttlSeconds: number | null;
};

/** Small JSON values by key, shared by all processes of a function. The first of two writers wins; the other one is told. */
export type StateStore = {
  /** The value, as `parse` accepts it, or null when there is none or it has expired. */
  get<T>(key: string, parse: (value: unknown) => T): Promise<Stored<T> | null>;
  /** Throws EtagMismatch when the key was written, deleted or created since. The new ETag comes with the next `get`. */
  save(key: string, value: unknown, options: SaveOptions): Promise<void>;
  /** Throws EtagMismatch when the key was written or deleted since. */
  delete(key: string, etag: string): Promise<void>;
};

/** Somebody else wrote first: read again and decide anew. */
export class EtagMismatch extends Error {
  override readonly name = "EtagMismatch";

  constructor(key: string, options?: ErrorOptions) {
    super(`The state under ${JSON.stringify(key)} is not the one that was read: it was written, deleted or created meanwhile.`, options);
  }
}

/** Refuses keys that one of the stores cannot hold: PostgreSQL knows no NUL, and Dapr separates its own prefix by two bars. */
export function checkKey(key: string): void {
  if (key !== "" && key.length <= 512 && !key.includes("\0") && !key.includes("||")) return;
  throw new TypeError(`A key of state has 1 to 512 characters without NUL and without ||, not ${JSON.stringify(key)}.`);
}

/** Refuses what JSON has no word for, and a time to live that is not a whole number of seconds. */
export function checkSave(key: string, value: unknown, { ttlSeconds }: SaveOptions): void {
  checkKey(key);
  if (JSON.stringify(value) === undefined) throw new TypeError(`The state under ${JSON.stringify(key)} cannot be written as JSON.`);
  if (ttlSeconds !== null && !(Number.isSafeInteger(ttlSeconds) && ttlSeconds > 0)) {
    throw new TypeError(`ttlSeconds is a whole number from 1 on or null, not ${ttlSeconds}.`);
  }
}
