import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { replayChore } from "./chores/replay.ts";
import { listDeadLetters, replayDeadLetters, showDeadLetter } from "./dead-letters.ts";
import { fakeLeader } from "./testing/fake-leader.ts";
import { append, draft } from "./testing/journal.ts";

const db = await testDatabase();
const writer = db.writer("todo_chat");
const relay = db.as("todo_relay", 2);

const refuse = (consumer: string, id: string, reason: string) =>
  db.admin.query("insert into events.handled (consumer, event_id, outcome, reason) values ($1, $2, 'refused', $3)", [consumer, id, reason]);

it("EVT-2 lists what was refused, shows it, and has the relay publish it once more for whom it was refused", async () => {
  const user = randomUUID();
  const data = JSON.stringify({ title: "x" });
  const [first, second, third] = await append(writer, user, [draft({ data }), draft(), draft()]);
  await refuse("audit", first!, "no such field");
  await refuse("recurrence", first!, "no such series");
  await refuse("relay", second!, "MESSAGE_TOO_LARGE");
  await db.admin.query("insert into events.handled (consumer, event_id, outcome) values ('audit', $1, 'done')", [third]);

  const listed = await listDeadLetters(relay);
  expect(listed.map(({ consumer, eventId }) => [consumer, eventId]).sort()).toEqual(
    [
      ["audit", first],
      ["recurrence", first],
      ["relay", second],
    ].sort(),
  );
  expect(await listDeadLetters(relay, { consumer: "relay" })).toMatchObject([
    { eventId: second, reason: "MESSAGE_TOO_LARGE", sequence: 2 },
  ]);
  expect(await showDeadLetter(relay, first!)).toMatchObject([{ data, userId: user }, { data }]);

  expect(await replayDeadLetters(relay, [first!], "recurrence")).toEqual([{ consumer: "recurrence", eventId: first }]);
  expect(await replayDeadLetters(relay, [second!, third!])).toEqual([{ consumer: "relay", eventId: second }]);
  expect((await listDeadLetters(relay)).map(({ consumer }) => consumer)).toEqual(["audit"]);

  const leader = fakeLeader();
  const chore = replayChore(relay);
  await chore.run(leader);
  expect(leader.published.map((event) => event.id)).toEqual([first, second]);
  await chore.run(leader);
  expect(leader.published.length).toBe(2);
});
