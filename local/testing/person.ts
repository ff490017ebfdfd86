/** A person at the product's door: HTTP and WebSocket only, as any client would. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Changes, ChatReply, HistoryPage, Notice, Task, TaskInput, TaskPage, Verification } from "@todo/shared/contracts/types.ts";
import { WebSocket } from "ws";
import { signIn } from "../issuer/sign-in.ts";

export type Door = { url: string; issuerUrl: string; syncUrls: string[] };

export type Answer<T> = { status: number; body: T; headers: Headers };

export type Window = {
  /** What this window shows: the tasks it knows, by id. */
  tasks: Map<string, Task>;
  notices: Map<string, Notice>;
  cursor(): string | null;
  /** Resolves when the window shows it. */
  until(shows: () => boolean, withinMs?: number): Promise<void>;
  close(): void;
};

export type Person = {
  name: string;
  token: string;
  request<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  say(text: string): Promise<ChatReply>;
  create(input: TaskInput): Promise<Task>;
  tasks(query?: string): Promise<Task[]>;
  history(taskId: string): Promise<HistoryPage["entries"]>;
  verify(): Promise<Verification>;
  /** Opens a window that stays up to date, on one of the sync replicas; from a cursor it goes on where another left. */
  open(replica?: number, cursor?: string | null): Promise<Window>;
};

/** Signs in with the code flow and sets the zone. */
export async function person(door: Door, name = `p-${randomUUID().slice(0, 8)}`, timeZone = "Europe/Berlin"): Promise<Person> {
  const token = await signIn(door.issuerUrl, name);
  const conversationId = randomUUID();

  async function request<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await fetch(new URL(path, door.url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        "time-zone": timeZone,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : null) as T, headers: response.headers };
  }
  async function expectOk<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await request<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  return {
    name,
    token,
    request,
    say: (text) => expectOk("POST", "/api/v1/chat", { text, conversationId }),
    create: (input) => expectOk("POST", "/api/v1/tasks", input),
    tasks: async (query = "") => (await expectOk<TaskPage>("GET", `/api/v1/tasks${query}`)).tasks,
    history: async (taskId) => (await expectOk<HistoryPage>("GET", `/api/v1/tasks/${taskId}/history`)).entries,
    verify: () => expectOk("GET", "/api/v1/me/verification"),
    open: (replica = 0, cursor = null) => openWindow(door.syncUrls[replica]!, door.url, token, cursor),
  };
}

async function openWindow(syncUrl: string, origin: string, token: string, from: string | null): Promise<Window> {
  const tasks = new Map<string, Task>();
  const notices = new Map<string, Notice>();
  let cursor = from;
  let last: Error | null = null;
  const socket = new WebSocket(`${syncUrl.replace("http", "ws")}/sync`, { origin });
  socket.on("open", () => socket.send(JSON.stringify({ type: "hello", token, cursor: from })));
  socket.on("error", (error) => {
    last = error;
  });
  socket.on("message", (data) => {
    const message = JSON.parse(String(data)) as Changes | { type: "error"; detail: string };
    if (message.type === "error") last = new Error(message.detail);
    if (message.type === "error" || !message.cursor) return;
    if (message.type === "reset") tasks.clear();
    cursor = message.cursor;
    for (const task of message.tasks) tasks.set(task.id, task);
    for (const notice of message.notices) notices.set(notice.id, notice);
  });
  const until = async (shows: () => boolean, withinMs = 10_000): Promise<void> => {
    for (const deadline = performance.now() + withinMs; !shows(); ) {
      if (performance.now() > deadline)
        throw new Error(`The window did not show it within ${withinMs} ms${last ? ` (${last.message})` : ""}.`);
      await pause(2);
    }
  };
  await until(() => cursor !== null && (from === null || socket.readyState === socket.OPEN));
  return { tasks, notices, cursor: () => cursor, until, close: () => socket.terminate() };
}

/** Waits until a question about the product is answered with something; asks again every few milliseconds. */
export async function eventually<T>(ask: () => Promise<T | null | undefined | false>, withinMs = 10_000, everyMs = 10): Promise<T> {
  let fault: unknown;
  for (const deadline = performance.now() + withinMs; performance.now() < deadline; await pause(everyMs)) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      fault = error;
    }
  }
  throw new Error(`It did not come true within ${withinMs} ms.`, { cause: fault });
}

/** The p-th percentile of measured values, nearest rank. */
export const percentile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
};
