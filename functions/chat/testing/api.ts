/** The API on a test database, without a socket: each person is one user with a token. */
import { randomUUID } from "node:crypto";
import type { Task } from "@todo/shared/contracts/types.ts";
import type { Writer } from "@todo/shared/database/transact.ts";
import { userIdOf } from "@todo/shared/host/authenticate.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { pino } from "pino";
import type { TestDatabase } from "../../../local/testing/database.ts";
import { buildApp, type ChatDeps } from "../app.ts";
import { requireDescribed } from "./described.ts";

/** The body as whatever the test expects there; nothing checks that but the test. */
export type Answered<T> = { status: number; headers: Headers; body: T };

export type Person = {
  id: string;
  name: string;
  call<T = Task>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered<T>>;
};

const ISSUER = "https://issuer.example";

/** Builds the app; `person()` makes a user who has not been seen before. */
export function testApi(db: TestDatabase, changed: Partial<ChatDeps> = {}) {
  const database = db.as("todo_chat");
  const writer: Writer = changed.writer ?? db.writer("todo_chat");
  const app = buildApp({
    database,
    writer,
    authenticate: async (token) => {
      if (token === "bad") throw new HttpError(401, "token-invalid", "The token is not valid here. Sign in again.");
      return { userId: userIdOf(ISSUER, token), issuer: ISSUER, subject: token, email: `${token}@example.org`, expiresAt: 4_102_444_800 };
    },
    log: pino({ level: "silent" }),
    audit: {
      history: async () => ({ entries: [], next: null }),
      verification: async ({ token }) => ({ userId: token, intact: true, entries: 0, head: 0, faults: [] }),
    },
    webhookSecret: null,
    sendsMail: false,
    forgetConversations: async () => {},
    ...changed,
  });
  const person = (name: string = randomUUID()): Person => ({
    id: userIdOf(ISSUER, name),
    name,
    async call(method, path, body, headers = {}) {
      const isText = typeof body === "string";
      const response = await app.request(path, {
        method,
        headers: {
          authorization: `Bearer ${name}`,
          "time-zone": "Europe/Berlin",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
      requireDescribed(method, path, answer.status, answer.headers, answer.body);
      return answer;
    },
  });
  return { app, person, writer, database };
}
