/** `node local/tool.ts <program> …`: runs one of the product's tools against the product on this machine, or against DATABASE_URL where that is set. */
import { spawnSync } from "node:child_process";
import { findRunning } from "./running.ts";

function main(): void {
  const [program = "", ...rest] = process.argv.slice(2);
  const local = process.env.DATABASE_URL ? {} : variablesOf();
  const { status } = spawnSync(process.execPath, [program, ...rest], { stdio: "inherit", env: { ...local, ...process.env } });
  process.exit(status ?? 1);
}

function variablesOf(): Record<string, string> {
  const { databaseUrl, brokers, logs } = findRunning();
  return {
    DATABASE_URL: databaseUrl,
    LOG_FOLDER: logs,
    ...(brokers ? { EVENT_LOG: "kafka", KAFKA_BROKERS: brokers } : { EVENT_LOG: "postgres" }),
  };
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
