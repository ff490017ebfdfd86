/** The user: profile, erasure, and the secret of their webhooks. */

import type { User } from "@todo/shared/contracts/types.ts";
import * as contracts from "@todo/shared/contracts/validators.generated.js";
import { CommitUnknown, type Database } from "@todo/shared/database/pool.ts";
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { erase } from "@todo/shared/tasks/erase.ts";
import { execute } from "@todo/shared/tasks/execute.ts";
import { UnknownUser } from "@todo/shared/tasks/load.ts";
import { readUser } from "@todo/shared/tasks/read.ts";
import type { Hono } from "hono";
import { v7 as uuidv7 } from "uuid";
import { type Acting, becauseOf, registerUser } from "../command.ts";
import { readJson, readNothing } from "./body.ts";
import { callerOf } from "./caller.ts";
import { isKnown, tagOf, wishedVersion } from "./preconditions.ts";
import { parametersOf } from "./query-parameters.ts";
import { answerOf, write } from "./respond.ts";

export type MeDeps = {
  database: Database;
  writer: Writer;
  /** The secret that signs the webhooks of this user; null when the product has none. */
  webhookSecret: ((userId: string) => Promise<string>) | null;
  sendsMail: boolean;
  /** Forgets what conversations of a user remember; never throws. */
  forgetConversations(conversationIds: readonly string[], userId: string): Promise<void>;
};

export function meRoutes(app: Hono, { database, writer, webhookSecret, sendsMail, forgetConversations }: MeDeps): void {
  app.get("/api/v1/me", async (c) => {
    parametersOf(c, {});
    const user = await knownUser(database, writer, callerOf(c));
    const headers = { etag: tagOf(user.version), "cache-control": "private, no-cache", vary: "authorization" };
    return isKnown(c, headers.etag) ? c.body(null, 304, headers) : c.json(user, 200, headers);
  });

  app.patch("/api/v1/me", async (c) => {
    parametersOf(c, {});
    const version = wishedVersion(c);
    const { text, value } = await readJson(c, contracts.profilePatch);
    if (value.emailReminders && !sendsMail)
      throw new HttpError(422, "no-email", "No e-mail is sent here. A webhook can tell of reminders.");
    return write(c, writer, text, async (tx, because) => {
      const { userId } = callerOf(c).identity;
      const before = await currentUser(tx, userId, version);
      const { user } = await execute(tx, userId, { type: "update-user", patch: value }, because);
      const after = user ?? before;
      return { ...answerOf(after), tag: tagOf(after.version) };
    });
  });

  app.delete("/api/v1/me", async (c) => {
    parametersOf(c, {});
    await readNothing(c);
    const commandId = await eraseUser(writer, callerOf(c), forgetConversations);
    c.set("commandId", commandId);
    return c.body(null, 204);
  });

  app.get("/api/v1/me/webhook-secret", async (c) => {
    parametersOf(c, {});
    if (!webhookSecret) throw new HttpError(404, "no-webhook-secret", "Webhooks are not set up here.");
    const secret = await webhookSecret(callerOf(c).identity.userId);
    return c.json({ secret }, 200, { "cache-control": "no-store" });
  });
}

/** The user; somebody seen for the first time is registered. */
export async function knownUser(database: Database, writer: Writer, acting: Acting): Promise<User> {
  const { userId } = acting.identity;
  const user = await readUser(database, userId);
  if (user) return user;
  await registerUser(writer, acting);
  const registered = await readUser(database, userId);
  if (!registered) throw new Error(`User ${userId} was erased while being registered.`);
  return registered;
}

async function currentUser(tx: Transaction, userId: string, version: number | undefined): Promise<User> {
  const user = await readUser(tx, userId);
  if (!user) throw new UnknownUser(`User ${userId} is not registered.`);
  if (version !== undefined && version !== user.version) {
    throw new HttpError(412, "profile-stale", `Expected version ${version} of the profile, it is at ${user.version}. Read it again.`);
  }
  return user;
}

/** Longer than any conversation remembers. */
const LATELY = `select distinct conversation_id as id from todo.own_commands
  where user_id = $1 and conversation_id is not null and at > now() - interval '2 days'`;

/** Erasing needs no memory of keys: a second time there is nobody left, and nothing happens. */
async function eraseUser(writer: Writer, acting: Acting, forgetConversations: MeDeps["forgetConversations"]): Promise<string> {
  const commandId = uuidv7();
  const { userId } = acting.identity;
  const conversations = new Set<string>();
  const attempt = () =>
    writer.transact([userId], async (tx) => {
      await tx.ready;
      for (const { id } of (await tx.query<{ id: string }>(LATELY, [userId])).rows) conversations.add(id);
      await erase(tx, userId, { ...becauseOf(acting, commandId), reason: "erasure" });
    });
  try {
    await attempt().catch((error: unknown) => {
      if (error instanceof CommitUnknown) return attempt();
      throw error;
    });
  } catch (error) {
    if (!(error instanceof UnknownUser)) throw error;
  }
  await forgetConversations([...conversations], userId);
  return commandId;
}
