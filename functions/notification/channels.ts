/** The ways in which a reminder leaves the product, and what users want of them, as of now. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Transaction } from "@todo/shared/database/transact.ts";
import { AS_USER, IS_USER } from "@todo/shared/tasks/own-rows.ts";
import type { Attempt } from "./decide.ts";
import type { Channel, ClaimedDelivery } from "./deliveries.ts";

/** One attempt; null when the user does not want it any more. Throws when, by a fault of ours, nothing was sent. */
export type Send = (delivery: ClaimedDelivery) => Promise<Attempt | null>;

/** What this process can send by. */
export type Channels = { webhook: Send; email?: Send };

const WISHES = `
  select id, array_remove(array[
    case when preferences ->> 'webhookUrl' is not null then 'webhook' end,
    case when preferences -> 'emailReminders' = 'true' and email is not null then 'email' end
  ], null) as channels
  from todo.own_users where id = any ($1)`;

/** By which channels these users want to hear, by user. */
export async function wishedChannels(tx: Transaction, userIds: string[]): Promise<Map<string, Channel[]>> {
  const { rows } = await tx.query<{ id: string; channels: Channel[] }>(WISHES, [userIds], "channels.wishes");
  return new Map(rows.map(({ id, channels }) => [id, channels]));
}

const ADDRESSES = `${AS_USER}
  select preferences ->> 'webhookUrl' as "webhookUrl", time_zone as "timeZone",
         case when preferences -> 'emailReminders' = 'true' then email end as email
  from todo.own_users where ${IS_USER}`;

type Addresses = { webhookUrl: string | null; email: string | null; timeZone: string };

/** Where the user wants to be told; null when the user is gone. */
export async function addressesOf(database: Database, userId: string): Promise<Addresses | null> {
  const { rows } = await database.query<Addresses>(ADDRESSES, [userId], "channels.addresses");
  return rows[0] ?? null;
}
