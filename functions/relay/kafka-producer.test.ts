import { createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { expect, it } from "vitest";
import { openKafkaProducer } from "./kafka-producer.ts";

const log = pino({ level: "silent" });
const record = { topic: "task-events", key: "user", headers: {}, value: "{}" };

/** A broker that accepts connections and says nothing. */
async function silentBroker() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on("error", () => {}).resume()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return { sockets, access: { brokers: [`127.0.0.1:${port}`], tls: null, sasl: null }, close: () => server.close() };
}

it("asks for the access anew after every failure", async () => {
  let asked = 0;
  const access = async () => {
    asked += 1;
    return { brokers: ["127.0.0.1:1"], tls: null, sasl: null };
  };
  const producer = openKafkaProducer({ clientId: "test", access, log, deadlineMs: 200 });
  await expect(producer.send([record])).rejects.toThrow();
  await expect(producer.send([record])).rejects.toThrow();
  expect(asked).toBe(2);
  await producer.close();
});

it("gives up at the deadline and leaves no connection that could still send", async () => {
  const broker = await silentBroker();
  const producer = openKafkaProducer({ clientId: "test", access: broker.access, log, deadlineMs: 200 });
  await expect(producer.send([record])).rejects.toThrow("Kafka did not answer within 200 ms.");
  await sleep(300);
  const opened = broker.sockets.length;
  expect(opened).toBeGreaterThan(0);
  expect(broker.sockets.every((socket) => socket.destroyed)).toBe(true);
  await sleep(1_000);
  expect(broker.sockets.length).toBe(opened);
  broker.close();
});

it("does not connect any more when the credentials come after the deadline", async () => {
  const broker = await silentBroker();
  const late = () => sleep(300, broker.access);
  const producer = openKafkaProducer({ clientId: "test", access: late, log, deadlineMs: 100 });
  await expect(producer.send([record])).rejects.toThrow("100 ms");
  await sleep(500);
  expect(broker.sockets).toEqual([]);
  broker.close();
});
