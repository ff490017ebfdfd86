/** Where the product that runs on this machine is: written when it starts, for the tools that look into it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Running = { url: string; issuerUrl: string; syncUrls: string[]; databaseUrl: string; brokers: string | null; logs: string };

const fileIn = (folder: string): string => join(folder, "running.json");

/** The folder of the data: TODO_DATA, else .data beside the sources. */
export const dataFolder = (): string => process.env.TODO_DATA || join(import.meta.dirname, "../.data");

/** Notes it; readable by its owner only, for the database's address holds its password. */
export function noteRunning(folder: string, running: Running): void {
  writeFileSync(fileIn(folder), `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
}

export const forgetRunning = (folder: string): void => rmSync(fileIn(folder), { force: true });

/** Where the product on this folder can be opened; null while it starts. */
export const runningAt = (folder: string): string | null => (existsSync(fileIn(folder)) ? findRunning(folder).url : null);

/** Throws one sentence when nothing runs. */
export function findRunning(folder = dataFolder()): Running {
  if (!existsSync(fileIn(folder)))
    throw new Error(`Nothing runs on ${folder}. Start the product with npm start, or name its folder with TODO_DATA.`);
  return JSON.parse(readFileSync(fileIn(folder), "utf8")) as Running;
}
