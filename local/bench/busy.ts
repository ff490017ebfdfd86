/** Whether figures taken now mean anything: a machine that has other work gives noise. */
import { availableParallelism, cpus, loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";

/** Beyond this share of all processors, somebody else's work is in every figure. */
const MOST = 0.1;

/** The share of the machine's processors that is in use over `ms`, from 0 to 1. */
export async function usedShare(ms = 1_000): Promise<number> {
  const before = times();
  await pause(ms);
  const after = times();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

/** A sentence that warns of a busy machine, or null. To be asked while nothing of ours runs. */
export async function warning(): Promise<string | null> {
  const share = await usedShare();
  if (share <= MOST) return null;
  const percent = Math.round(share * 100);
  return `This machine is busy (${percent} % of ${availableParallelism()} processors, load ${loadavg()[0]!.toFixed(1)}) with something else: these figures are noise.`;
}

function times(): { idle: number; all: number } {
  let [idle, all] = [0, 0];
  for (const { times: each } of cpus()) {
    idle += each.idle;
    all += each.idle + each.user + each.sys + each.nice + each.irq;
  }
  return { idle, all };
}
