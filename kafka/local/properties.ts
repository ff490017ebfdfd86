/** Where one broker that is its own controller keeps its log and listens. */
export type BrokerPlace = { readonly logDir: string; readonly port: number; readonly controllerPort: number };

/**
 * What makes a broker fit to stand alone, whichever way it is started: one copy of the internal topics, no waiting for
 * more members of a group, and no topic that nobody declared.
 */
export const singleNodeSettings: Readonly<Record<string, string>> = {
  "process.roles": "broker,controller",
  "node.id": "1",
  "controller.listener.names": "CONTROLLER",
  "inter.broker.listener.name": "CLIENT",
  "listener.security.protocol.map": "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT",
  "auto.create.topics.enable": "false",
  "group.initial.rebalance.delay.ms": "0",
  "offsets.topic.replication.factor": "1",
  "offsets.topic.num.partitions": "10",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
  "share.coordinator.state.topic.replication.factor": "1",
  "share.coordinator.state.topic.min.isr": "1",
};

/** The settings of a local broker: loopback only. `extra` wins, so security can be added without touching anything here. */
export function brokerSettings(place: BrokerPlace, extra: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    ...singleNodeSettings,
    "log.dirs": place.logDir,
    // A killed broker may register again only after its old session: 12 s instead of 5 s until a restart with the default.
    "broker.session.timeout.ms": "4000",
    "broker.heartbeat.interval.ms": "500",
    listeners: `CLIENT://127.0.0.1:${place.port},CONTROLLER://127.0.0.1:${place.controllerPort}`,
    "advertised.listeners": `CLIENT://127.0.0.1:${place.port}`,
    "controller.quorum.bootstrap.servers": `127.0.0.1:${place.controllerPort}`,
    ...extra,
  };
}

/** Settings as a Java properties file; backslashes, line ends and non-ASCII characters are escaped as `Properties.load` reads them. */
export function asProperties(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${escaped(value)}`);
  return `${lines.join("\n")}\n`;
}

function escaped(value: string): string {
  const quoted = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replace(/^ /, "\\ ");
  return quoted.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
