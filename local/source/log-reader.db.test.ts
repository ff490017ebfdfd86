import { randomUUID } from "node:crypto";
import { openLogPublisher } from "@todo/relay/log-publisher.ts";
import { anEvent } from "@todo/relay/testing/publisher.contract.ts";
import { pino } from "pino";
import { afterEach, describe, expect, it, vi } from "vitest";
import { testDatabase } from "../testing/database.ts";
import { openEmbeddedLog } from "./embedded-log.ts";
import { sourcesOf } from "./manifests.ts";
import { type RunningSource, startSource } from "./source.ts";
import { type HttpSink, httpSink } from "./testing/http-sink.ts";
import { type ManifestFields, manifest } from "./testing/manifest.ts";

const db = await testDatabase();
const silent = pino({ level: process.env.LOG_LEVEL ?? "silent" });
const publisher = openLogPublisher(db.as("todo_relay"));
const fence = { permit: async () => {}, advance: async () => {} };
const ends: (() => Promise<void>)[] = [];

async function start(sink: HttpSink, fields: ManifestFields = {}): Promise<RunningSource> {
  const access = openEmbeddedLog(db.url, silent);
  const source = startSource({ source: sourcesOf([manifest(fields)])[0]!, service: sink.url, ...access, log: silent });
  access.onWake(source.wake);
  ends.push(async () => {
    await source.stop(100);
    await access.close();
  });
  return source;
}

async function sinkOf(): Promise<HttpSink> {
  const sink = await httpSink();
  ends.unshift(() => sink.close());
  return sink;
}

const publish = async (count: number, user = randomUUID(), from = 1) => {
  const events = Array.from({ length: count }, (_, n) => anEvent(user, from + n));
  await publisher.publish(events, fence);
  return events.map((event) => event.id);
};
const idsOf = (sink: HttpSink) => sink.deliveries.map((each) => String(each.headers["ce-id"]));
const endAll = async () => {
  for (const end of ends.splice(0).reverse()) await end();
};

afterEach(endAll);

describe("a source on the embedded log", () => {
  it("begins at the beginning or the end, as its manifest says, and goes on where its group stood", async () => {
    const group = `todo.${randomUUID()}`;
    const [early, late] = [await sinkOf(), await sinkOf()];
    const before = await publish(3);
    await start(early, { group });
    await start(late, { group: `${group}.late`, initialOffset: "latest" });
    await early.until(3);
    await vi.waitFor(async () => {
      const { rows } = await db.admin.query(`select count(*)::int as count from local.groups where "group" = $1`, [`${group}.late`]);
      expect(rows[0].count).toBe(24);
    });
    const after = await publish(2);
    await early.until(5);
    await late.until(2);
    expect(idsOf(early).sort()).toEqual([...before, ...after].sort());
    expect(idsOf(late).sort()).toEqual([...after].sort());
    await endAll();

    const again = await sinkOf();
    const missed = await publish(2);
    await start(again, { group });
    await again.until(2);
    expect(idsOf(again).sort()).toEqual([...missed].sort());
  });

  it("delivers again what was under way when it stopped, and commits nothing behind it", async () => {
    const group = `todo.${randomUUID()}`;
    const user = randomUUID();
    const sink = await sinkOf();
    await start(sink, { group, initialOffset: "latest" });
    await vi.waitFor(async () => expect((await db.admin.query(`select from local.groups where "group" = $1`, [group])).rowCount).toBe(24));
    sink.answer((delivery, response) => {
      if (Number(delivery.headers["ce-sequence"]) !== 2) response.writeHead(204).end();
    });
    const ids = await publish(4, user);
    await sink.until(4);
    await endAll();
    const again = await sinkOf();
    await start(again, { group });
    await again.until(3);
    expect(idsOf(again)).toEqual(ids.slice(1));
  });

  it("lets one failing event hold up nobody else, and puts it into the dead-letter topic", async () => {
    const sink = await sinkOf();
    const user = randomUUID();
    const group = `todo.${randomUUID()}`;
    sink.answer((delivery, response) => void response.writeHead(Number(delivery.headers["ce-sequence"]) === 7 ? 500 : 204).end());
    await start(sink, { group, initialOffset: "latest" });
    await vi.waitFor(async () => expect((await db.admin.query(`select from local.groups where "group" = $1`, [group])).rowCount).toBe(24));
    const ids = await publish(9, user);
    await vi.waitFor(() => expect(new Set(idsOf(sink))).toEqual(new Set(ids)));
    await vi.waitFor(async () => {
      const { rows } = await db.admin.query("select key, headers, body from local.log where topic = 'dead-letters'");
      expect(rows[0]).toMatchObject({ key: user, headers: { ce_knativeerrorcode: "500", ce_type: "todo.task.created.v1" } });
    });
  });

  it("when ordered, delivers each partition's records one after the other, retries included", async () => {
    const sink = await sinkOf();
    const user = randomUUID();
    let failures = 2;
    sink.answer((_, response) => void response.writeHead(failures-- > 0 ? 503 : 204).end());
    await publish(5, user);
    await start(sink, { group: `todo.${randomUUID()}`, ordering: "ordered" });
    await vi.waitFor(() =>
      expect(sink.deliveries.filter((each) => each.headers["ce-partitionkey"] === user).length).toBeGreaterThanOrEqual(5),
    );
    const mine = sink.deliveries
      .filter((each) => each.headers["ce-partitionkey"] === user)
      .map((each) => Number(each.headers["ce-sequence"]));
    expect(mine.filter((sequence, n) => sequence !== mine[n - 1])).toEqual([1, 2, 3, 4, 5]);
  });

  it("has no more than 50 deliveries of an unordered source under way, however long the backlog", async () => {
    const sink = await sinkOf();
    let open = 0;
    let most = 0;
    sink.answer((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.writeHead(204).end();
      }, 5);
    });
    for (let n = 0; n < 6; n++) await publish(100);
    await start(sink, { group: `todo.${randomUUID()}` });
    await sink.until(600);
    expect(most).toBeGreaterThan(25);
    expect(most).toBeLessThanOrEqual(50);
    expect(new Set(idsOf(sink)).size).toBe(sink.deliveries.length);
  });
});
