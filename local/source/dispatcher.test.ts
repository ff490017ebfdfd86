import { describe, expect, it } from "vitest";
import { dispatcher } from "./dispatcher.ts";
import type { SourceRecord } from "./log-record.ts";

const record = (partition: number, offset: number): SourceRecord => ({
  topic: "t",
  partition,
  offset,
  key: null,
  headers: {},
  value: null,
});

/** Deliveries that end when told to, by "partition/offset". */
function deliveries() {
  const open = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const begun: string[] = [];
  const deliver = ({ partition, offset }: SourceRecord) =>
    new Promise<void>((resolve, reject) => {
      begun.push(`${partition}/${offset}`);
      open.set(`${partition}/${offset}`, { resolve, reject });
    });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    deliver,
    end: (name: string) => {
      open.get(name)!.resolve();
      return turn();
    },
    abandon: (name: string) => {
      open.get(name)!.reject(new Error("abandoned"));
      return turn();
    },
  };
}

const offer = (to: ReturnType<typeof dispatcher>, partition: number, count: number, from = 0) => {
  for (let n = 0; n < count; n++) to.offer(record(partition, from + n));
};

describe("an unordered source", () => {
  it("has 50 records of all partitions under way per consumer, and 50 more waiting", () => {
    const { begun, deliver } = deliveries();
    const records = dispatcher({ ordering: "unordered", consumers: 2 }, deliver);
    offer(records, 0, 120);
    offer(records, 1, 29);
    expect(begun.length).toBe(100);
    expect(records.hasRoom("t", 1)).toBe(true);
    offer(records, 1, 1, 29);
    expect(records.hasRoom("t", 1)).toBe(false);
  });

  it("commits up to the first record that is still open, whatever ended behind it", async () => {
    const { deliver, end } = deliveries();
    const records = dispatcher({ ordering: "unordered", consumers: 1 }, deliver);
    offer(records, 0, 4, 10);
    await end("0/11");
    await end("0/13");
    expect(records.progress()).toEqual([{ topic: "t", partition: 0, offset: 10 }]);
    await end("0/10");
    expect(records.progress()).toEqual([{ topic: "t", partition: 0, offset: 12 }]);
    await end("0/12");
    expect(records.progress()).toEqual([{ topic: "t", partition: 0, offset: 14 }]);
  });

  it("does not commit what was abandoned", async () => {
    const { deliver, end, abandon } = deliveries();
    const records = dispatcher({ ordering: "unordered", consumers: 1 }, deliver);
    offer(records, 0, 2);
    await end("0/1");
    await abandon("0/0");
    expect(records.progress()).toEqual([{ topic: "t", partition: 0, offset: 0 }]);
  });
});

describe("an ordered source", () => {
  it("has one record of each partition under way", async () => {
    const { begun, deliver, end } = deliveries();
    const records = dispatcher({ ordering: "ordered", consumers: 1 }, deliver);
    offer(records, 0, 3);
    offer(records, 1, 2);
    expect(begun).toEqual(["0/0", "1/0"]);
    await end("0/0");
    expect(begun).toEqual(["0/0", "1/0", "0/1"]);
    expect(records.progress()).toEqual([
      { topic: "t", partition: 0, offset: 1 },
      { topic: "t", partition: 1, offset: 0 },
    ]);
  });
});

it("forgets a partition: what waits is dropped, what ends late changes nothing", async () => {
  const { begun, deliver, end } = deliveries();
  const records = dispatcher({ ordering: "ordered", consumers: 1 }, deliver);
  offer(records, 0, 3, 5);
  records.forget("t", 0);
  expect(records.progress()).toEqual([]);
  offer(records, 0, 1, 2);
  await end("0/5");
  expect(begun).toEqual(["0/5", "0/2"]);
  expect(records.progress()).toEqual([{ topic: "t", partition: 0, offset: 2 }]);
});

it("drains: starts nothing more, waits for what is under way, but not for ever", async () => {
  const { begun, deliver, end } = deliveries();
  const records = dispatcher({ ordering: "ordered", consumers: 1 }, deliver);
  offer(records, 0, 2);
  const drained = records.drain(10_000);
  await end("0/0");
  await drained;
  expect(begun).toEqual(["0/0"]);
  offer(records, 1, 1);
  expect(begun).toEqual(["0/0"]);

  const stuck = dispatcher({ ordering: "ordered", consumers: 1 }, deliver);
  offer(stuck, 7, 1);
  await stuck.drain(20);
  expect(stuck.progress()).toEqual([{ topic: "t", partition: 7, offset: 0 }]);
});
