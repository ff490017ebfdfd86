/** `npm run trace -- <task id>`: what caused what, where and when, from the journal and the functions' logs. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { validate as isUuid } from "uuid";
import { chainLines, type Handled, type Happened } from "./chain.ts";

/** Everything of the commands that touched the task, or an occurrence of its series; and what followed from it. */
const CHAIN = `
  with recursive about as (
    select correlation_id from events.journal where subject = $1
    union
    select j.correlation_id from events.journal j
    where j.user_id = (select user_id from events.journal where subject = $1 limit 1)
      and j.type like 'todo.task.%'
      and j.data::json #>> '{task,seriesId}' = (
        select data::json #>> '{task,seriesId}' from events.journal where subject = $1 and type like 'todo.task.%' limit 1)
  )
  select event_id as "eventId", type, source, subject, sequence::int, to_char(time at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time,
    causation_id as "causationId", correlation_id as "correlationId",
    coalesce(data::json #>> '{task,title}', data::json #>> '{series,template,title}', data::json #>> '{title}') as title
  from events.journal
  where user_id = (select user_id from events.journal where subject = $1 limit 1) and correlation_id in (select correlation_id from about)
  order by sequence`;

async function main(): Promise<void> {
  const taskId = process.argv[2] ?? "";
  if (!isUuid(taskId)) throw new Error("Which task? npm run trace -- <task id>, as the page and the API show it.");
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query<Happened>(CHAIN, [taskId]).finally(() => client.end());
  if (rows.length === 0)
    throw new Error(`The journal knows no task ${taskId}: it keeps 30 days. The audit's history reaches further back.`);
  const ids = new Set(rows.map((row) => row.eventId));
  console.log(
    chainLines(
      rows,
      handledIn(process.env.LOG_FOLDER).filter((each) => ids.has(each.eventId)),
    ).join("\n"),
  );
}

/** The functions' outcome lines; none where the logs are elsewhere, as in a cluster. */
function handledIn(folder: string | undefined): Handled[] {
  if (!folder || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".log"))
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
    .filter((line) => line.includes('"eventId"') && line.includes('"outcome"'))
    .flatMap((line) => {
      const parsed = JSON.parse(line) as { function: string; eventId: string; time: string; ms: number; outcome: string };
      return [{ eventId: parsed.eventId, function: parsed.function, at: parsed.time, ms: parsed.ms, outcome: parsed.outcome }];
    });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
