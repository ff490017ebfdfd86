/** Creating a task over HTTP beside pgbench running the same transaction on the same server. */
import { PartMissing } from "../parts/part-missing.ts";
import type { Product } from "../product.ts";
import type { Benchmark, Row, Settings } from "./benchmark.ts";
import { createScripts } from "./create-transaction.ts";
import type { LoadRequest } from "./load/load.ts";
import { group, latenciesOf, rateOf, runLoad } from "./load/run-load.ts";
import { openPgbench } from "./pgbench.ts";
import { asSuperuser, inFolder, people, withProduct } from "./stage.ts";
import { median, percentilesOf } from "./statistics.ts";

/** So many that they hardly ever wait for each other, on either side. */
const USERS = 200;

/** [connections, the aim beside pgbench]. */
const LEVELS = [
  [10, 0.6],
  [50, 0.7],
] as const;

export const CREATE: LoadRequest = {
  method: "POST",
  path: "/api/v1/tasks",
  body: { title: "pay the electricity bill", priority: "high", tags: ["home"], due: { date: "2099-01-01", time: "09:00:00" } },
};

export const createHttp: Benchmark = {
  name: "create",
  question: "creates over HTTP beside pgbench running the same transaction",
  run: (settings) =>
    withProduct({}, async (product) => {
      // The write path alone: what follows from the events is measured elsewhere, and would take its share of both sides.
      await product.child("relay").stop();
      const tokens = await people(product, USERS);
      const http = async (connections: number, seconds: number) => {
        const groups = [group({ name: "create", connections, tokens, requests: [CREATE] })];
        return (await runLoad({ url: product.url, seconds, groups })).get("create")!;
      };
      await http(10, 3); // compiled code, connections, prepared statements
      try {
        return await besidePgbench(product, settings, http);
      } catch (error) {
        if (!(error instanceof PartMissing)) throw error;
        const result = await http(10, settings.seconds);
        const beside = `${error.message} Alone: ${rateOf(result).toFixed(0)}/s, ${percentilesOf(latenciesOf(result))}`;
        return [{ what: "create, 10 connections", values: [], unit: "×", aim: { atLeast: LEVELS[0][1] }, beside }];
      }
    }),
};

type Http = (connections: number, seconds: number) => Promise<Parameters<typeof rateOf>[0]>;

async function besidePgbench(product: Product, { rounds, seconds, say }: Settings, http: Http): Promise<Row[]> {
  return inFolder(async (folder) => {
    const pgbench = openPgbench({ databaseUrl: product.databaseUrl, role: "todo_chat", folder });
    const scripts = await asSuperuser(product.databaseUrl, (client) => createScripts(client, USERS));
    await pgbench.run(scripts.pipelined, 10, 2);
    const rows: Row[] = [];
    for (const [connections, atLeast] of LEVELS) {
      const [pipelined, stepwise, ours, latencies]: number[][] = [[], [], [], []];
      for (let round = 1; round <= rounds; round++) {
        pipelined!.push((await pgbench.run(scripts.pipelined, connections, seconds)).transactionsPerSecond);
        const result = await http(connections, seconds);
        ours!.push(rateOf(result));
        latencies!.push(...latenciesOf(result));
        stepwise!.push((await pgbench.run(scripts.stepwise, connections, seconds)).transactionsPerSecond);
        say(
          `${connections} connections, round ${round}: ${[ours, pipelined, stepwise].map((each) => each!.at(-1)!.toFixed(0)).join(", ")}/s`,
        );
      }
      const row = (what: string, yardstick: number[]): Row => ({
        what: `create, ${connections} connections / ${what}`,
        values: ours!.map((rate, round) => rate / yardstick[round]!),
        unit: "×",
        aim: { atLeast },
        beside: `${median(ours!).toFixed(0)}/s : ${median(yardstick).toFixed(0)}/s; create ${percentilesOf(latencies!)}`,
      });
      rows.push(row("pgbench, one statement a round trip", stepwise!));
      rows.push(row("pgbench, pipelined as here", pipelined!));
    }
    return rows;
  });
}
