/** `npm start`: the whole product on loopback. `-- --kafka` puts a real Kafka in its middle. */
import { parseArgs } from "node:util";
import { startProduct } from "./product.ts";
import { dataFolder } from "./running.ts";

const USAGE = `npm start [-- --kafka]
  --kafka          real Kafka: KAFKA_BROKERS if set, else in Docker, else from Maven artifacts (Java 17)
  PORT             port of the page, 8080 when not set
  TODO_DATA        folder of the data, .data when not set
  DATABASE_URL     an existing PostgreSQL (17 or newer, empty or ours) instead of the embedded one
  MAIL_FROM        address that reminders by e-mail come from; needs SMTP_URL, smtp://… or smtps://…, the mail server`;

async function main(): Promise<void> {
  const values = wishes();
  if (values.help) return console.log(USAGE);
  const port = Number(process.env.PORT || 8080);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is "${process.env.PORT}": expected a number from 1 to 65535.`);
  const { MAIL_FROM = "", SMTP_URL = "" } = process.env;
  const ended = signalled();
  const began = performance.now();
  console.log("\n  Starting PostgreSQL and the functions …");
  const product = await startProduct({
    dataDir: dataFolder(),
    port,
    databaseUrl: process.env.DATABASE_URL,
    kafka: values.kafka ?? false,
    env: { chat: { MAIL_FROM }, notification: { MAIL_FROM, SMTP_URL } },
    say: (line) => console.log(`  ${line}`),
  });
  const middle = product.brokers ? `Kafka at ${product.brokers}` : "the embedded log (npm start -- --kafka: a real Kafka)";
  console.log(`  Ready after ${((performance.now() - began) / 1000).toFixed(1)} s. Events go through ${middle}.`);
  console.log(`\n  Open ${product.url} in a browser, choose a name, and say:`);
  console.log("  pay rent every month on the 1st at 9am, remind me a day before #home !high");
  console.log(`\n  Data: ${product.folder.path} · logs: ${product.folder.logs} · Ctrl-C stops everything.\n`);
  await ended;
  console.log("  Stopping …");
  await product.stop();
  process.exit(0);
}

/**
 * Resolves at the first signal to end; one that comes while everything is being started waits, or processes would be left behind.
 * A second one ends this process at once: the next start ends what is left.
 */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let ending = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (ending) process.exit(130);
        ending = true;
        resolve();
      });
    }
  });
}

function wishes(): { kafka?: boolean | undefined; help?: boolean | undefined } {
  try {
    return parseArgs({ options: { kafka: { type: "boolean" }, help: { type: "boolean" } } }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}.\n\n${USAGE}`);
  }
}

main().catch((error: Error) => {
  console.error(`\n  ${error.message}\n`);
  process.exit(1);
});
