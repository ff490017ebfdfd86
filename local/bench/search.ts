/** SC-007: search, filter and sort over HTTP, among 100 000 tasks of one user. */
import { userIdOf } from "@todo/shared/host/authenticate.ts";
import { TASK_COLUMNS } from "@todo/shared/tasks/rows.ts";
import type pg from "pg";
import { percentile } from "../testing/person.ts";
import type { Benchmark, Row } from "./benchmark.ts";
import type { Sample } from "./load/load.ts";
import { group, runLoad } from "./load/run-load.ts";
import { asSuperuser, people, withProduct } from "./stage.ts";
import { percentilesOf } from "./statistics.ts";

const TASKS = 100_000;
const AIM = { atMost: 20 };

/** What a list is asked for: common and rare words, tags and days, alone and together, in every order. */
const QUERIES = [
  "",
  "?status=any&sort=updated",
  "?status=completed&sort=updated",
  "?sort=priority",
  "?sort=title",
  "?sort=created&direction=asc",
  "?overdue=true",
  "?no_due=true&sort=title",
  "?due_from=2031-03-01&due_to=2031-03-07&sort=priority",
  "?priority=high&priority=urgent",
  "?tag=t7",
  "?tag=t7&sort=title",
  "?tag=rare",
  "?tag=t7&priority=urgent&sort=updated",
  "?q=rent",
  "?q=pay%20rent&sort=due",
  "?q=w4711",
  "?q=re",
  "?q=entis",
  "?q=nowhere&status=any",
  "?limit=200",
];

export const search: Benchmark = {
  name: "search",
  question: `search, filter and sort over HTTP among ${TASKS} tasks of one user`,
  run: ({ rounds, seconds, say }) =>
    withProduct({}, async (product) => {
      const [token = ""] = await people(product, 1, "collector");
      await asSuperuser(product.databaseUrl, (client) => fill(client, userIdOf(product.issuerUrl, "collector0")));
      const requests = QUERIES.map((query) => ({ method: "GET", path: `/api/v1/tasks${query}`, body: null }));
      const ask = async (length: number): Promise<Sample[]> => {
        // Below the 100 requests a second that one user may make.
        const groups = [group({ name: "search", connections: 1, tokens: [token], requests, pauseMs: [10, 12] })];
        return (await runLoad({ url: product.url, seconds: length, groups })).get("search")!.samples;
      };
      await ask(4);
      const all: Sample[][] = [];
      for (let round = 1; round <= rounds; round++) {
        all.push(await ask(seconds));
        say(`round ${round}: ${percentilesOf(all.at(-1)!.map(([, ms]) => ms))}`);
      }
      return [total(all), ...slowest(all)];
    }),
};

function total(all: Sample[][]): Row {
  const values = all.map((samples) =>
    percentile(
      samples.map(([, ms]) => ms),
      99,
    ),
  );
  const beside = `${percentilesOf(all.flat().map(([, ms]) => ms))} of ${all.flat().length}`;
  return { what: `SC-007 ${QUERIES.length} kinds of query, p99`, values, unit: "ms", aim: AIM, beside };
}

/** The three queries with the highest median, which a p99 over all of them may hide. */
function slowest(all: Sample[][]): Row[] {
  const medians = QUERIES.map((query, index) => {
    const values = all.map((samples) =>
      percentile(
        samples.flatMap(([which, ms]) => (which === index ? ms : [])),
        50,
      ),
    );
    return { query, values: values.filter((value) => !Number.isNaN(value)) };
  });
  const ranked = medians.toSorted((a, b) => Math.max(...b.values) - Math.max(...a.values));
  return ranked
    .slice(0, 3)
    .map(({ query, values }) => ({ what: `  ${query || "(the list)"}, p50`, values, unit: "ms", aim: AIM, beside: "" }));
}

/** As many tasks as nobody has, written past `execute`: what is read does not depend on how it came. As superuser. */
async function fill(client: pg.Client, userId: string): Promise<void> {
  await client.query(
    `insert into todo.tasks (${TASK_COLUMNS})
     select gen_random_uuid(), $1::uuid,
       (array['pay rent', 'call the dentist', 'buy milk', 'water plants', 'write report', 'book flight', 'fix bike'])[1 + n % 7] || ' w' || n,
       case when n % 10 = 0 then 'details of number ' || n else '' end,
       (array['none', 'none', 'low', 'medium', 'high', 'urgent'])[1 + n % 6]::todo.priority,
       case when n = 5 then array['rare'] when n % 3 = 0 then array['t' || n % 20, 'x' || n % 5] else '{}' end,
       case when n % 2 = 0 then 'open' else 'completed' end,
       due::date, null, case when due is null then null else 'Europe/Berlin' end, case when due is null then null else true end, due, '[]',
       null, null, 1, null, 1, n, made, made, case when n % 2 = 0 then null else made end, null, null
     from generate_series(1, $2::int) as n,
       lateral (select timestamptz '2025-01-01' + n * interval '5 minutes' as made,
                       case when n % 4 = 0 then null else timestamptz '2026-01-01' + (n * 7919 % 3650) * interval '1 day' end as due) as at`,
    [userId, TASKS],
  );
  await client.query("vacuum analyze todo.tasks");
}
