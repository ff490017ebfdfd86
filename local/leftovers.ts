/** Processes that a killed product has left behind: ended before the next one starts on the same data. */
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const WITHIN_MS = 10_000;

/** Remembers a child, so that it can be found if this process is killed. */
export function noteChild(folder: string, pid: number | undefined, program: string): void {
  if (pid) appendFileSync(join(folder, "children"), `${pid} ${program}\n`);
}

/** Ends the children that were noted, and the PostgreSQL of this folder, if they still run and really are what they were. */
export async function endLeftovers(folder: string): Promise<void> {
  const noted = join(folder, "children");
  const children = existsSync(noted) ? readFileSync(noted, "utf8").split("\n").filter(Boolean) : [];
  for (const line of children) {
    const [pid = "", program = ""] = line.split(" ");
    await end(Number(pid), program, "SIGTERM");
  }
  rmSync(noted, { force: true });
  const postmaster = join(folder, "postgres", "postmaster.pid");
  // SIGINT is PostgreSQL's fast shutdown: it ends sessions, and leaves the data clean.
  if (existsSync(postmaster)) await end(Number(readFileSync(postmaster, "utf8").split("\n")[0]), "postgres", "SIGINT");
}

async function end(pid: number, program: string, signal: NodeJS.Signals): Promise<void> {
  const runs = () => commandOf(pid).includes(program);
  if (!runs()) return;
  process.kill(pid, signal);
  for (const deadline = Date.now() + WITHIN_MS; runs(); await pause(50)) {
    if (Date.now() > deadline) process.kill(pid, "SIGKILL");
  }
}

/** The command line of a process; empty when there is none. A process number may have gone to somebody else since. */
function commandOf(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 1) return "";
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}
