/** `npm start`: the whole product on loopback. `-- --kafka` puts a real Kafka in its middle. */
import { parseArgs } from "node:util";
import { startProduct } from "./product.ts";
import { dataFolder } from "./running.ts";

const USAGE = `npm start [-- --kafka]
  --kafka          real Kafka: KAFKA_BROKERS if set, else in Docker, else from Maven artifacts (Java 17)
  PORT             port of the page, 8080 when not set
  TODO_DATA        folder of the data, .data when not set
  DATABASE_URL     an existing PostgreSQL (18, empty or ours) instead of the embedded one
  MAIL_FROM        address that reminders by e-mail come from; needs SMTP_URL, smtp://… or smtps://…, the mail server`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { kafka: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) return console.log(USAGE);
  const port = Number(process.env.PORT || 8080);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is "${process.env.PORT}": expected a number from 1 to 65535.`);
  const { MAIL_FROM = "", SMTP_URL = "" } = process.env;
  const began = performance.now();
  const product = await startProduct({
    dataDir: dataFolder(),
    port,
    databaseUrl: process.env.DATABASE_URL,
    kafka: values.kafka ?? false,
    env: { chat: { MAIL_FROM }, notification: { MAIL_FROM, SMTP_URL } },
    say: (line) => console.log(`  ${line}`),
  });
  const middle = product.brokers ? `Kafka at ${product.brokers}` : "the embedded log";
  console.log(`\n  Ready after ${((performance.now() - began) / 1000).toFixed(1)} s, over ${middle}.`);
  console.log(`\n  Open ${product.url} and say: pay rent every month on the 1st at 9am, remind me a day before #home !high`);
  console.log(`\n  Logs: ${product.folder.logs} · data: ${product.folder.path} · Ctrl-C stops everything.\n`);
  let ending = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      console.log("  Stopping …");
      product.stop().then(() => process.exit(0));
    });
  }
}

main().catch((error: Error) => {
  console.error(`\n  ${error.message}\n`);
  process.exit(1);
});
