/** A TCP proxy that fails on command, for tests of what a network does. */
import net from "node:net";

export type TcpProxy = {
  port: number;
  /** Where new connections go. */
  target: { host: string; port: number };
  /** Connections that are open now hear nothing any more, in either direction, and are not closed; new ones work. */
  blackHole(): void;
  /** From now on what the server says on any connection is swallowed, until `heal`. */
  swallowAnswers(): void;
  heal(): void;
  /** Resets every connection that is open now. */
  reset(): void;
  /** Connections accepted so far. */
  readonly accepted: number;
  close(): Promise<void>;
};

type Pair = { client: net.Socket; server: net.Socket; isDead: boolean };

/** Listens on a loopback port; 0 takes any free one. */
export async function tcpProxy(port: number, target: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let isMute = false;
  let accepted = 0;
  const listener = net.createServer((client) => {
    accepted += 1;
    const server = net.connect(proxy.target);
    const pair: Pair = { client, server, isDead: false };
    pairs.add(pair);
    client.setNoDelay(true);
    server.setNoDelay(true);
    client.on("data", (chunk) => pair.isDead || server.write(chunk));
    server.on("data", (chunk) => pair.isDead || isMute || client.write(chunk));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on("error", () => {});
      one.on("close", () => {
        if (one === client || !pair.isDead) {
          other.destroy();
          pairs.delete(pair);
        }
      });
    }
  });
  await new Promise<void>((resolve) => listener.listen(port, "127.0.0.1", resolve));
  const address = listener.address();
  const proxy: TcpProxy = {
    port: address && typeof address === "object" ? address.port : port,
    target,
    blackHole() {
      for (const pair of pairs) pair.isDead = true;
    },
    swallowAnswers() {
      isMute = true;
    },
    heal() {
      isMute = false;
    },
    reset() {
      for (const pair of pairs) {
        pair.client.resetAndDestroy();
        pair.server.destroy();
      }
      pairs.clear();
    },
    get accepted() {
      return accepted;
    },
    async close() {
      for (const { client, server } of pairs) {
        client.destroy();
        server.destroy();
      }
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return proxy;
}
