/** Calls of the HTTP API: the user's token, zone and an idempotency key on each, so that trying again is always safe. */
import type {
  ChatReply,
  ChatRequest,
  HistoryPage,
  Problem,
  ProfilePatch,
  Task,
  TaskPage,
  TaskPatch,
  User,
  Verification,
} from "@todo/shared/contracts/types.ts";
import { backoffMs } from "./backoff.ts";
import type { Session } from "./session.ts";

export type Scope = "occurrence" | "series";

/** What undo took back, and what it left because it was changed again since. */
export type Undone = {
  commands: { commandId: string; tasks: Task[] }[];
  kept: { title: string | null; fields: string[]; because: string | null }[];
};

/** The API said no, or could not be reached (status 0). */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export type Api = ReturnType<typeof openApi>;

type Call = { method: string; path: string; body?: unknown; version?: number; key?: string };

const ATTEMPTS = 4;
const DEADLINE_MS = 15_000;

export function openApi(session: Session) {
  const onTask = (task: Task, verb: string): Promise<unknown> =>
    call({ method: "POST", path: `/api/v1/tasks/${task.id}/${verb}`, version: task.version });

  /** One wish, tried again with the same key while the network or a dependency is down. */
  async function call({ method, path, body, version, key = crypto.randomUUID() }: Call): Promise<unknown> {
    const headers: Record<string, string> = { "time-zone": Intl.DateTimeFormat().resolvedOptions().timeZone, accept: "application/json" };
    if (method !== "GET") headers["idempotency-key"] = key;
    if (body !== undefined) headers["content-type"] = "application/json";
    if (version !== undefined) headers["if-match"] = `"${version}"`;
    for (let failures = 0; ; failures++) {
      const token = await session.token();
      const request = {
        method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        body: body === undefined ? null : JSON.stringify(body),
      };
      const answer = await fetch(path, { ...request, signal: AbortSignal.timeout(DEADLINE_MS) }).catch(() => null);
      if (answer?.ok) return answer.status === 204 ? null : await answer.json();
      if (answer?.status === 401 && failures === 0) session.refused();
      else if (failures + 1 >= ATTEMPTS || !(answer === null || answer.status === 503 || answer.status === 429))
        throw await errorOf(answer);
      await new Promise((resolve) => setTimeout(resolve, answer?.status === 401 ? 0 : backoffMs(failures + 1, Math.random())));
    }
  }

  return {
    chat: (request: ChatRequest, key: string) => call({ method: "POST", path: "/api/v1/chat", body: request, key }) as Promise<ChatReply>,
    complete: (task: Task) => onTask(task, "complete"),
    reopen: (task: Task) => onTask(task, "reopen"),
    skip: (task: Task) => onTask(task, "skip"),
    remove: (task: Task, scope: Scope) =>
      call({ method: "DELETE", path: `/api/v1/tasks/${task.id}?scope=${scope}`, version: task.version }),
    update: (task: Task, patch: TaskPatch) =>
      call({ method: "PATCH", path: `/api/v1/tasks/${task.id}`, body: patch, version: task.version }),
    restoreVersion: (task: Task, sequence: number) =>
      call({ method: "POST", path: `/api/v1/tasks/${task.id}/restore-version`, body: { sequence }, version: task.version }),
    me: () => call({ method: "GET", path: "/api/v1/me" }) as Promise<User>,
    updateProfile: (patch: ProfilePatch) => call({ method: "PATCH", path: "/api/v1/me", body: patch }),
    webhookSecret: () => call({ method: "GET", path: "/api/v1/me/webhook-secret" }) as Promise<{ secret: string }>,
    undo: () => call({ method: "POST", path: "/api/v1/undo", body: {} }) as Promise<Undone>,
    closed: () => call({ method: "GET", path: "/api/v1/tasks?status=completed&sort=updated&direction=desc&limit=50" }) as Promise<TaskPage>,
    /** A page of what is open. */
    open: (cursor: string | null) =>
      call({ method: "GET", path: `/api/v1/tasks?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}` }) as Promise<TaskPage>,
    verification: () => call({ method: "GET", path: "/api/v1/me/verification" }) as Promise<Verification>,
    history: (taskId: string) => call({ method: "GET", path: `/api/v1/tasks/${taskId}/history` }) as Promise<HistoryPage>,
  };
}

async function errorOf(answer: Response | null): Promise<ApiError> {
  if (!answer)
    return new ApiError(0, "unreachable", navigator.onLine ? "The server cannot be reached." : "You are offline, so it was not sent.");
  const problem: Problem | null = await answer.json().catch(() => null);
  return new ApiError(answer.status, problem?.code ?? "unknown", problem?.detail ?? `The server answered ${answer.status}.`);
}
