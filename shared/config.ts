/** The environment, read once in `main.ts`: every fault is named at once, nothing malformed gets a silent default. */

export type Setting<T> = { name: string; read(value: string): T; fallback?: { value: T } };
export type Settings = Record<string, Setting<unknown>>;
export type Values<S extends Settings> = { [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** The environment does not say what the function needs. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`Cannot start: ${faults.join("; ")}.`);
    this.faults = faults;
  }
}

/**
 * Reads all settings, or throws one ConfigError that names each missing and malformed variable. An empty variable counts as missing;
 * `unread` says of variables whose values lie elsewhere why they could not be had.
 */
export function readConfig<S extends Settings>(
  env: NodeJS.ProcessEnv,
  settings: S,
  unread: ReadonlyMap<string, string> = new Map(),
): Values<S> {
  const faults: string[] = [];
  const values = Object.entries(settings).map(([key, setting]) => {
    const text = env[setting.name];
    const why = unread.get(setting.name);
    if (why !== undefined) {
      faults.push(`${setting.name} cannot be read: ${why}`);
      return [key, undefined];
    }
    if (!text) {
      if (!setting.fallback) faults.push(`${setting.name} is missing`);
      return [key, setting.fallback?.value];
    }
    try {
      return [key, setting.read(text)];
    } catch (error) {
      faults.push(`${setting.name} ${(error as Error).message}`);
      return [key, undefined];
    }
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.fromEntries(values) as Values<S>;
}

/** What several readings gave, or one ConfigError with the faults of all of them: who mends them one by one starts as often. */
export async function allOf<T extends unknown[]>(...readings: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(readings);
  const reasons: unknown[] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  const faults = reasons.flatMap((reason) => {
    if (!(reason instanceof ConfigError)) throw reason;
    return reason.faults;
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])) as T;
}

const setting = <T>(name: string, read: (value: string) => T, fallback: T[]): Setting<T> =>
  fallback.length > 0 ? { name, read, fallback: { value: fallback[0]! } } : { name, read };

/** Any text; pass a fallback to make it optional. */
export function text(name: string): Setting<string>;
export function text<F extends string | null>(name: string, fallback: F): Setting<string | F>;
export function text(name: string, ...fallback: (string | null)[]): Setting<string | null> {
  return setting<string | null>(name, (value) => value, fallback);
}

/** A whole number within [min, max]. */
export const integer = (name: string, min: number, max: number, ...fallback: number[]): Setting<number> =>
  setting(
    name,
    (value) => {
      const number = Number(value);
      if (!/^-?\d+$/.test(value) || number < min || number > max) throw new Error(`is not a whole number from ${min} to ${max}`);
      return number;
    },
    fallback,
  );

/** "true" or "false". */
export const flag = (name: string, ...fallback: boolean[]): Setting<boolean> =>
  setting(
    name,
    (value) => {
      if (value !== "true" && value !== "false") throw new Error('is neither "true" nor "false"');
      return value === "true";
    },
    fallback,
  );

/** A URL of one of these protocols; its value is never repeated in the error, for it may hold a password. */
export function url(name: string, protocols: string[]): Setting<string>;
export function url<F extends string | null>(name: string, protocols: string[], fallback: F): Setting<string | F>;
export function url(name: string, protocols: string[], ...fallback: (string | null)[]): Setting<string | null> {
  return setting<string | null>(
    name,
    (value) => {
      if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol.slice(0, -1))) {
        throw new Error(`is not a URL with ${protocols.join(" or ")}`);
      }
      return value;
    },
    fallback,
  );
}

/** A bare e-mail address. */
function emailAddress(name: string, fallback: null): Setting<string | null> {
  return setting<string | null>(
    name,
    (value) => {
      if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(value)) throw new Error("is not an e-mail address such as todo@example.org");
      return value;
    },
    [fallback],
  );
}

/** A comma-separated list without empty parts. */
export const list = (name: string, ...fallback: string[][]): Setting<string[]> =>
  setting(
    name,
    (value) =>
      value.split(",").map((part) => {
        if (!part.trim()) throw new Error("has an empty part");
        return part.trim();
      }),
    fallback,
  );

/** What every function's server needs. Knative sets PORT; HOST is the laptop's, to stay on loopback. */
export const serverSettings = {
  port: integer("PORT", 0, 65_535, 8080),
  host: text("HOST", "0.0.0.0"),
};

/** The database as this function's login. */
export const databaseSettings = {
  databaseUrl: url("DATABASE_URL", ["postgres", "postgresql"]),
  poolSize: integer("DATABASE_POOL_SIZE", 1, 100, 10),
};

/** From which address mail is sent; without one there is none. */
export const mailSettings = {
  mailFrom: emailAddress("MAIL_FROM", null),
};

/** Whose tokens are believed. */
export const identitySettings = {
  issuer: url("OIDC_ISSUER", ["http", "https"]),
  audience: text("OIDC_AUDIENCE"),
  jwksUrl: url("OIDC_JWKS_URL", ["http", "https"]),
};
