/** Settings of which some lie in the secret store: DATABASE_URL_SECRET=database-chat stands for the DATABASE_URL in the secret of that name. */
import { readConfig, type Settings, type Values } from "../config.ts";
import type { SecretStore } from "./secret-store.ts";

/** Reads settings as readConfig does, from the environment and from the secrets that it names. One ConfigError names the faults of both. */
export async function readSettings<S extends Settings>(env: NodeJS.ProcessEnv, settings: S, secrets: SecretStore): Promise<Values<S>> {
  const filled = { ...env };
  const unread = new Map<string, string>();
  const read = async (variable: string): Promise<void> => {
    const secret = env[`${variable}_SECRET`];
    if (!secret) return;
    if (env[variable]) return void unread.set(variable, `${variable}_SECRET is given as well`);
    await secrets.get(secret).then(
      (value) => {
        filled[variable] = value;
      },
      (error: unknown) => unread.set(variable, reasonOf(error)),
    );
  };
  await Promise.all(Object.values(settings).map(({ name }) => read(name)));
  return readConfig(filled, settings, unread);
}

/** As a part of a sentence. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
