import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isAlive } from "./is-alive.ts";

/** The repository's root, where `.cache` keeps what was fetched or built. */
export const repositoryRoot = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The folder at `path`, made by `make` the first time. It is filled under another name and renamed when whole, so an
 * interrupted download never counts; processes that want it at the same moment wait for the one that makes it.
 */
export async function madeOnce(path: string, make: (into: string) => Promise<void>): Promise<string> {
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  const unlock = await lock(`${path}.lock`);
  try {
    if (!existsSync(path)) await fill(path, make);
    return path;
  } finally {
    await unlock();
  }
}

async function fill(path: string, make: (into: string) => Promise<void>): Promise<void> {
  const partial = join(dirname(path), `.${basename(path)}-${randomUUID()}`);
  await mkdir(partial);
  try {
    await make(partial);
    await rename(partial, path).catch((error: unknown) => {
      if (!existsSync(path)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Saves double work only: what makes the result whole is the rename, so two holders after a stale lock do no harm. */
async function lock(path: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    if (await isStale(path)) await rm(path, { force: true });
    else await sleep(250);
  }
}

async function isStale(path: string): Promise<boolean> {
  const holder = Number(await readFile(path, "utf8").catch(() => ""));
  // Empty: its holder is between creating and writing, or has just released it.
  return holder > 0 && !isAlive(holder);
}
