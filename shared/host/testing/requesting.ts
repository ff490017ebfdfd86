/** Requests to a listener over a real connection. */
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Sends a request to the listener, which listens from the first one on until the file's tests have ended. */
export function requesting(app: RequestListener): (path: string, init?: RequestInit) => Promise<Response> {
  const server = createServer(app);
  servers.push(server);
  let listening: Promise<unknown> | undefined;
  return async (path, init) => {
    listening ??= once(server.listen(0, "127.0.0.1"), "listening");
    await listening;
    return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);
  };
}
