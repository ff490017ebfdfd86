/** `npm run parts`: gets the real parts that the tests use and a laptop may lack: the Kafka jars, daprd, a browser. */
import { kafkaRuntime } from "../../kafka/local/jars.ts";
import { browser } from "./browser.ts";
import { daprd } from "./daprd.ts";

async function main(): Promise<void> {
  const env = { ...process.env, TODO_INSTALL_PARTS: "1" };
  const parts = { "Kafka's jars": async () => (await kafkaRuntime()).jars, daprd: () => daprd(env), browser: () => browser(env) };
  let missing = 0;
  for (const [name, get] of Object.entries(parts)) {
    try {
      console.log(`${name}: ${await get()}`);
    } catch (error) {
      missing += 1;
      console.log(`${name}: missing. ${(error as Error).message}`);
    }
  }
  process.exitCode = missing > 0 && process.env.REQUIRE_PARTS === "1" ? 1 : 0;
}

void main();
