/** A sync client for tests: keeps what it is told as a page would, comes back with its cursor. */
import type { Changes, Farewell, Notice, Series, Task, User } from "@todo/shared/contracts/types.ts";
import { WebSocket } from "ws";

export class TestClient {
  readonly tasks = new Map<string, Task>();
  readonly series = new Map<string, Series>();
  readonly notices = new Map<string, Notice>();
  readonly messages: Changes[] = [];
  readonly farewells: Farewell[] = [];
  user: User | null = null;
  cursor: string | null;
  closed: { code: number } | null = null;
  /** Told of everything that happens. */
  onEvent: () => void = () => {};
  readonly socket: WebSocket;
  readonly #conditions = new Set<() => void>();

  constructor(port: number, hello: string | null, options: { cursor?: string | null; origin?: string; autoPong?: boolean } = {}) {
    this.cursor = options.cursor ?? null;
    const { origin, autoPong = true } = options;
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/sync`, { autoPong, ...(origin ? { origin } : {}) });
    this.socket.on("open", () => {
      if (hello !== null) this.socket.send(JSON.stringify({ type: "hello", token: hello, cursor: this.cursor }));
      this.#happened();
    });
    this.socket.on("message", (data) => {
      this.#take(JSON.parse(data.toString()) as Changes | Farewell);
      this.#happened();
    });
    this.socket.on("error", () => {});
    this.socket.on("close", (code) => {
      this.closed = { code };
      this.#happened();
    });
  }

  #take(message: Changes | Farewell): void {
    if (message.type === "error") {
      this.farewells.push(message);
      return;
    }
    this.messages.push(message);
    if (message.type === "reset") {
      this.tasks.clear();
      this.series.clear();
      this.notices.clear();
      this.user = null;
    }
    for (const task of message.tasks) this.tasks.set(task.id, task);
    for (const one of message.series) this.series.set(one.id, one);
    for (const notice of message.notices) this.notices.set(notice.id, notice);
    this.user = message.user ?? this.user;
    this.cursor = message.cursor;
  }

  #happened(): void {
    this.onEvent();
    for (const check of this.#conditions) check();
  }

  /** Resolves when the condition holds; rejects after `withinMs` with what is there. */
  until(condition: () => boolean, withinMs = 15_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#conditions.delete(check);
        const { closed, cursor, farewells, messages } = this;
        const state = JSON.stringify({ closed, cursor, farewells, messages: messages.length, tasks: this.tasks.size });
        reject(new Error(`The condition did not come true within ${withinMs} ms: ${state}`));
      }, withinMs);
      const check = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#conditions.delete(check);
        resolve();
      };
      this.#conditions.add(check);
      check();
    });
  }

  greeted(): Promise<void> {
    return this.until(() => this.messages.length > 0);
  }

  async code(withinMs?: number): Promise<number> {
    await this.until(() => this.closed !== null, withinMs);
    return this.closed!.code;
  }

  async leave(): Promise<void> {
    this.socket.close();
    await this.code();
  }
}
