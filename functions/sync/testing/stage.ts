/** What the sync tests play on: tokens from a key set of their own, replicas on free ports, writers through the door to writing. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { Task } from "@todo/shared/contracts/types.ts";
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";
import { record, salt } from "@todo/shared/events/journal.ts";
import { openAuthenticate, userIdOf } from "@todo/shared/host/authenticate.ts";
import { openLog } from "@todo/shared/log.ts";
import { writeTask } from "@todo/shared/tasks/rows.ts";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type pg from "pg";
import { afterAll } from "vitest";
import { deliveryOf, publishedEvents } from "../../../local/testing/published.ts";
import { type ReplicaOptions, startReplica } from "../replica.ts";

export const ORIGIN = "http://todo.test";
const AUDIENCE = "todo";

/** The database of a test, as far as it matters here. */
export type TestDatabase = { url: string; admin: pg.Pool };

export type Person = { name: string; userId: string };

export async function openStage(db: TestDatabase) {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), alg: "ES256", kid: "test" };
  const keys = createServer((_, response) => response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => keys.listen(0, "127.0.0.1", resolve));
  const { port } = keys.address() as { port: number };
  const issuer = `http://127.0.0.1:${port}`;
  const identity = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: AUDIENCE, OIDC_JWKS_URL: `${issuer}/keys` };
  const authenticate = openAuthenticate({ issuer, audience: AUDIENCE, jwksUrl: identity.OIDC_JWKS_URL });
  const log = openLog("sync-test");
  log.level = "silent";
  const stops: (() => Promise<void>)[] = [];
  afterAll(async () => {
    await Promise.all(stops.map((stop) => stop()));
    keys.close();
    keys.closeAllConnections();
  });

  return {
    /** The environment of a function that believes these tokens. */
    identity,
    person(): Person {
      const name = randomUUID();
      return { name, userId: userIdOf(issuer, name) };
    },
    token: ({ name }: Person, seconds = 3_600): Promise<string> =>
      new SignJWT({})
        .setProtectedHeader({ alg: "ES256", kid: "test" })
        .setSubject(name)
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(privateKey),
    async replica(options: Partial<ReplicaOptions> = {}) {
      const running = await startReplica({
        databaseUrl: db.url,
        poolSize: 10,
        port: 0,
        host: "127.0.0.1",
        allowedOrigins: [ORIGIN],
        authenticate,
        log,
        farewellMs: 200,
        ...options,
      });
      stops.push(running.stop);
      return running;
    },
  };
}

const AT = "2026-11-23T09:00:00.000Z";

export const taskOf = (userId: string, title: string, wished: Partial<Task> = {}): Task => ({
  id: randomUUID(),
  userId,
  title,
  description: "",
  priority: "none",
  tags: [],
  status: "open",
  due: null,
  reminders: [],
  seriesId: null,
  predecessorId: null,
  ordinal: 1,
  occurrence: null,
  version: 1,
  sequence: 1,
  createdAt: AT,
  updatedAt: AT,
  completedAt: null,
  deletedAt: null,
  deletedBy: null,
  ...wished,
});

const reminderOf = (userId: string, taskId: string) => ({
  taskId,
  userId,
  title: "something",
  due: null,
  reminder: { id: randomUUID(), offset: null, at: "2026-12-01T09:00:00", instant: "2026-12-01T08:00:00.000Z" },
  at: AT,
  salt: salt(),
});

/** Any event of the user's: gives the next number. Returns the number and the event's id. */
export function happen(tx: Transaction, userId: string, subject: string): { sequence: number; eventId: string } {
  const sequence = tx.nextSequence(userId);
  const cause = { source: "/todo/test", correlationId: randomUUID(), causationId: null, traceparent: null };
  return { sequence, eventId: record(tx, userId, "reminder.scheduled", subject, reminderOf(userId, subject), cause) };
}

/** Writes a task as it is now, with an event of its own; returns the event's id. */
export const put = (writer: Writer, task: Task, isNew: boolean): Promise<string> =>
  writer.transact([task.userId], async (tx) => {
    await tx.ready;
    const { sequence, eventId } = happen(tx, task.userId, task.id);
    task.sequence = sequence;
    writeTask(tx, task, isNew);
    return eventId;
  });

/** Delivers the update of an event to one replica, as the platform would. */
export async function deliver(db: TestDatabase, port: number, eventId: string): Promise<number> {
  const [event] = await publishedEvents(db.admin, "event_id = $1", [eventId]);
  const response = await fetch(`http://127.0.0.1:${port}/`, deliveryOf(event!));
  return response.status;
}
