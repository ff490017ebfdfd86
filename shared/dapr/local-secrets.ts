import { readFile } from "node:fs/promises";
import { SecretMissing, type SecretStore } from "./secret-store.ts";

/** Secrets from the JSON file that Dapr's secretstores.local.file reads as well: names and values, all strings. */
export function localSecrets(path: string): SecretStore {
  return {
    async get(name) {
      const secrets = await contentOf(path);
      if (!Object.hasOwn(secrets, name)) throw new SecretMissing(name, `write it into ${path}`);
      const value = secrets[name];
      if (typeof value !== "string") throw new Error(`The secret ${name} in ${path} is not a string.`);
      return value;
    },
  };
}

/** A file that does not exist holds no secrets. */
async function contentOf(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "{}";
    throw error;
  });
  const content: unknown = parsed(text, path);
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new Error(`${path} is not a JSON object of secrets.`);
  return { ...content };
}

/** Without the parser's own message: it quotes the file. */
function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is not valid JSON.`);
  }
}
