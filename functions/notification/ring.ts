/** Ringing: what is due is claimed, judged by the task as it is now, and told exactly once. */
import { randomUUID } from "node:crypto";
import type { ReminderDueData } from "@todo/shared/contracts/types.ts";
import { type Database, DatabaseUnavailable } from "@todo/shared/database/pool.ts";
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";
import { record, salt } from "@todo/shared/events/journal.ts";
import { wishedChannels } from "./channels.ts";
import { ringing } from "./decide.ts";
import type { Channel } from "./deliveries.ts";
import { type DeliveryRow, type NoticeRow, planDeliveries, writeNotices } from "./notices.ts";
import { loadTasks, type RingableTask } from "./task-state.ts";
import { type ClaimedTimer, claimTimers, holdTimers, releaseTimers, settleTimers } from "./timers.ts";

export const SOURCE = "/todo/notification";

export type Outcome =
  | { timer: ClaimedTimer; kind: "rung"; lateMs: number; delivers: boolean }
  | { timer: ClaimedTimer; kind: "dropped"; why: string };

export type Ringer = {
  database: Database;
  writer: Writer;
  /** What can be sent by here; a wish for another is left. */
  channels: readonly Channel[];
  /** Told after the commit, once for every timer that was settled. */
  settled(outcome: Outcome): void;
  /** Told of a timer that cannot be rung because of a fault of ours; it is tried again later. */
  failed(timer: ClaimedTimer, error: unknown): void;
  /** How many are claimed at once, and by how many transactions they are rung side by side. */
  batch?: number;
  lanes?: number;
  /** How long a crashed worker's claims stay away. */
  leaseMs?: number;
};

/** A user who is writing is done in milliseconds; taking the claim again at once would only spin. */
const BUSY_MS = 20;
const LONGEST_PAUSE_MS = 300_000;

/** Rings everything that is due, in batches; resolves when a batch was not full. */
export async function ringDue(ringer: Ringer): Promise<void> {
  const { database, batch = 300, lanes = 3, leaseMs = 10_000 } = ringer;
  for (;;) {
    const token = randomUUID();
    const timers = await claimTimers(database, batch, leaseMs, token);
    await Promise.all(lanesOf(timers, lanes).map((lane) => ringClaimed(ringer, lane, token)));
    if (timers.length < batch) return;
  }
}

/** Shares timers out, all of one user to the same lane: two transactions would only find each other's user busy. */
function lanesOf(timers: ClaimedTimer[], count: number): ClaimedTimer[][] {
  const laneOf = new Map<string, number>();
  const lanes: ClaimedTimer[][] = Array.from({ length: count }, () => []);
  for (const timer of timers) {
    const lane = laneOf.get(timer.userId) ?? laneOf.size % count;
    laneOf.set(timer.userId, lane);
    lanes[lane]?.push(timer);
  }
  return lanes.filter((lane) => lane.length > 0);
}

/** Rings what has been claimed under this token. One timer that cannot be rung does not hold up the others of its batch. */
export async function ringClaimed(ringer: Ringer, timers: ClaimedTimer[], token: string): Promise<void> {
  let left: ClaimedTimer[];
  try {
    const outcomes = await ringTogether(ringer, timers, token);
    for (const outcome of outcomes) ringer.settled(outcome);
    const settled = new Set(outcomes.map(({ timer }) => timer.id));
    left = timers.filter(({ id }) => !settled.has(id));
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error; // the claims end with their lease
    if (timers.length > 1) {
      for (const timer of timers) await ringClaimed(ringer, [timer], token);
      return;
    }
    const [timer] = timers;
    if (!timer) return;
    ringer.failed(timer, error);
    await releaseTimers(ringer.database, [timer.id], token, Math.min(1_000 * 2 ** timer.attempts, LONGEST_PAUSE_MS));
    return;
  }
  if (left.length > 0) await releaseTimers(ringer.database, idsOf(left), token, BUSY_MS);
}

const idsOf = (timers: ClaimedTimer[]): string[] => timers.map(({ id }) => id);

/** One transaction under the locks of whichever users are free; the outcomes are of theirs alone. */
function ringTogether({ writer, channels }: Ringer, timers: ClaimedTimer[], token: string): Promise<Outcome[]> {
  const users = [...new Set(timers.map(({ userId }) => userId))];
  const taskIds = timers.map(({ taskId }) => taskId);
  const work = async (tx: Transaction): Promise<Outcome[]> => {
    const [held, tasks, wished] = await Promise.all([
      holdTimers(tx, idsOf(timers), token),
      loadTasks(tx, taskIds),
      wishedChannels(tx, users),
      tx.ready,
    ]);
    if (tx.users.length === 0) return [];
    const ours = timers.filter(({ id }) => held.has(id));
    const channelsOf = (userId: string) => (wished.get(userId) ?? []).filter((channel) => channels.includes(channel));
    return settle(tx, ours, tasks, channelsOf);
  };
  return writer.transact(users, work, { tryLock: true });
}

function settle(
  tx: Transaction,
  timers: ClaimedTimer[],
  tasks: Map<string, RingableTask>,
  channelsOf: (userId: string) => Channel[],
): Outcome[] {
  const outcomes: Outcome[] = [];
  const notices: NoticeRow[] = [];
  const deliveries: DeliveryRow[] = [];
  for (const timer of timers) {
    const task = tasks.get(timer.taskId);
    const decision = ringing(timer, task, tx.now);
    if (decision.kind === "wait") continue;
    if (decision.kind === "drop" || !task) {
      outcomes.push({ timer, kind: "dropped", why: decision.kind === "drop" ? decision.why : "gone" });
      continue;
    }
    const { reminder, lateMs } = decision;
    const { id, userId, taskId, ringsAt, correlationId, traceparent } = timer;
    const { title, due } = task;
    notices.push({
      id,
      user_id: userId,
      task_id: taskId,
      reminder_id: reminder.id,
      title,
      due,
      rings_at: ringsAt,
      late_ms: lateMs,
      sequence: tx.nextSequence(userId),
    });
    const data: ReminderDueData = { taskId, userId, noticeId: id, title, due, reminder, lateMs, at: tx.now, salt: salt() };
    const cause = { source: SOURCE, correlationId, causationId: timer.eventId, traceparent };
    const eventId = record(tx, userId, "reminder.due", taskId, data, cause);
    const channels = channelsOf(userId);
    const delivery = { notice_id: id, user_id: userId, event_id: eventId, correlation_id: correlationId, traceparent };
    for (const channel of channels) deliveries.push({ ...delivery, channel });
    outcomes.push({ timer, kind: "rung", lateMs, delivers: channels.length > 0 });
  }
  if (outcomes.length > 0) {
    const states = outcomes.map(({ timer, kind }) => ({ id: timer.id, state: kind }));
    settleTimers(tx, states);
  }
  if (notices.length > 0) writeNotices(tx, notices);
  if (deliveries.length > 0) planDeliveries(tx, deliveries);
  return outcomes;
}
