// Apache Kafka without Docker, until Ctrl-C: node kafka/local/main.ts [--port 9092] [--data .data/kafka]
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repositoryRoot } from "../../local/parts/made-once.ts";
import { PartMissing } from "../../local/parts/part-missing.ts";
import { type Broker, startBroker } from "./broker.ts";

const { values } = parseArgs({
  options: { port: { type: "string", default: "9092" }, data: { type: "string", default: join(repositoryRoot, ".data", "kafka") } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`--port is a TCP port, not "${values.port}".`);

let broker: Broker | null = null;
// During the start there is nothing to stop in order: leaving ends the child as well.
const stop = (): void => void (broker?.stop() ?? Promise.resolve()).finally(() => process.exit());
process.once("SIGINT", stop);
process.once("SIGTERM", stop);

try {
  broker = await startBroker({ dataDir: values.data, port });
  console.log(`KAFKA_BROKERS=${broker.brokers}`);
} catch (error) {
  if (!(error instanceof PartMissing)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
