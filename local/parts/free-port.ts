import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the range from which operating systems take the ports of outgoing connections (Linux 32768, macOS and Windows
 * 49152): a server that is stopped and started again finds its port as it left it.
 */
const lowest = 20_000;
const highest = 32_000;

const handedOut = new Set<number>();

/** A loopback TCP port that nothing listens on at this moment and that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(lowest, highest);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free TCP port found between ${lowest} and ${highest}.`);
}

/** Whether a server could listen on this loopback port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
