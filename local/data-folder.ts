/** The folder that a laptop's data lives in: made, checked, and held by one product at a time. */
import { randomBytes } from "node:crypto";
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "./parts/is-alive.ts";
import { runningAt } from "./running.ts";

export type DataFolder = { path: string; logs: string; secretsFile: string; release(): void };

/** The layout of the folder; raised when an older one cannot be read any more. */
const LAYOUT = "1";

/** Takes the folder for this process. Throws one sentence that says what to do: not writable, of another version, in use. */
export function takeDataFolder(path: string): DataFolder {
  try {
    // As root PostgreSQL runs as another user, who has to come through here.
    mkdirSync(path, { recursive: true, mode: 0o755 });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new Error(`${path} cannot be written. Give this user the right to, or choose another folder with TODO_DATA.`, { cause });
  }
  const layout = join(path, "layout");
  if (existsSync(layout) && readFileSync(layout, "utf8").trim() !== LAYOUT) {
    throw new Error(`${path} was made by another version. Move it away to start afresh, or start the version that made it.`);
  }
  writeFileSync(layout, `${LAYOUT}\n`);
  const lock = takeLock(path);
  const logs = join(path, "logs");
  mkdirSync(logs, { recursive: true });
  const secretsFile = join(path, "secrets.json");
  if (!existsSync(secretsFile)) writeFileSync(secretsFile, newSecrets(), { mode: 0o600 });
  return { path, logs, secretsFile, release: lock };
}

/** Secrets of this laptop alone, made once. */
const newSecrets = (): string => `${JSON.stringify({ "webhook-signing-key": randomBytes(32).toString("base64") }, null, 2)}\n`;

function takeLock(folder: string): () => void {
  const file = join(folder, "lock");
  for (;;) {
    try {
      const handle = openSync(file, "wx");
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = Number(readFileSync(file, "utf8"));
    if (holder > 0 && isAlive(holder)) {
      const url = runningAt(folder);
      const where = url ? `Open ${url}` : "It is starting: wait for it";
      throw new Error(`The product runs already (process ${holder}). ${where}, stop it, or choose another folder with TODO_DATA.`);
    }
    rmSync(file, { force: true }); // its holder was killed
  }
}
