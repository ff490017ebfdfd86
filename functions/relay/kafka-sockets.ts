/** The sockets of one Kafka client, remembered so that dead ones can be destroyed: kafkajs itself never leaves one. */
import net from "node:net";
import tls from "node:tls";
import type { KafkaConfig } from "./kafkajs.ts";

export type KafkaSockets = {
  factory: NonNullable<KafkaConfig["socketFactory"]>;
  /** Destroys the sockets to one broker ("host:port"): the next request opens a new one. */
  destroy(broker: string): void;
  /** Destroys all of them and opens no more, so that nothing of this client can reach a broker any longer. */
  close(): void;
};

const KEEP_ALIVE_MS = 10_000;

/** A factory of tracked sockets. */
export function kafkaSockets(): KafkaSockets {
  const open = new Map<net.Socket, string>();
  let isClosed = false;
  const destroyAll = (matches: (broker: string) => boolean) => {
    // With an error: kafkajs listens to 'error', 'end' and 'timeout', not to 'close'.
    for (const [socket, broker] of open) if (matches(broker)) socket.destroy(new Error("ETIMEDOUT: given up"));
  };
  return {
    factory({ host, port, ssl, onConnect }) {
      if (isClosed) throw new Error("This Kafka client has been given up.");
      const serverName = net.isIP(host) ? {} : { servername: host };
      const socket = ssl ? tls.connect({ host, port, ...serverName, ...ssl }, onConnect) : net.connect({ host, port }, onConnect);
      socket.setNoDelay(true);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      open.set(socket, `${host}:${port}`);
      socket.once("close", () => open.delete(socket));
      return socket;
    },
    destroy: (broker) => destroyAll((each) => each === broker),
    close() {
      isClosed = true;
      destroyAll(() => true);
    },
  };
}
