/** The transaction of one create as a pgbench script: the statements, rows and bytes of one that the product has just done. */
import { TASK_COLUMNS, USER_COLUMNS } from "@todo/shared/tasks/rows.ts";
import type pg from "pg";

export type CreateScripts = {
  /** As the product sends it: two pipelined round trips. */
  pipelined: string;
  /** One statement a round trip, as most programs do. */
  stepwise: string;
};

/** Numbers of twelve digits, so that they end a UUID as they are. */
const FIRST_USER = 100_000_000_001;
const ME = "('00000000-0000-5000-8000-' || :user)::uuid";

/** Makes `users` users of pgbench's own, and the scripts from the newest create in the journal. As superuser. */
export async function createScripts(client: pg.Client, users: number): Promise<CreateScripts> {
  await client.query(
    `insert into todo.users (${USER_COLUMNS})
     select ('00000000-0000-5000-8000-' || n)::uuid, 'pgbench', n::text, email, time_zone, locale, preferences, version, sequence, created_at, updated_at
     from (select * from todo.users limit 1) as one, generate_series($1::bigint, $2::bigint) as n`,
    [FIRST_USER, FIRST_USER + users - 1],
  );
  const { rows } = await client.query<Model>(MODEL);
  const [model] = rows;
  if (!model) throw new Error("The journal holds no create to take as the model.");
  const { begin, write } = statements(model);
  const user = `\\set user random(${FIRST_USER}, ${FIRST_USER + users - 1})`;
  const pipeline = (lines: string[]) => ["\\startpipeline", ...lines, "\\endpipeline"];
  return {
    pipelined: [user, ...pipeline(begin), ...pipeline(write), ""].join("\n"),
    stepwise: [user, ...begin, ...write, ""].join("\n"),
  };
}

type Model = { task: Record<string, string | null>; event: Record<string, unknown>; fingerprint: string; answer: string };

const MODEL = `
  select (select json_object_agg(key, value) from jsonb_each_text(to_jsonb(t) - 'search')) as task,
         json_build_object('generation', j.generation, 'type', j.type, 'source', j.source, 'subject', j.subject, 'time', j.time,
           'link', encode(j.link, 'hex'), 'causation_id', null, 'correlation_id', j.correlation_id, 'traceparent', null, 'data', j.data,
           'consumers', j.consumers) as event,
         encode(c.fingerprint, 'hex') as fingerprint, c.answer::text as answer
  from events.journal as j join todo.tasks as t on t.id::text = j.subject join todo.commands as c on c.id = j.correlation_id
  where j.type = 'todo.task.created.v1' order by j.xid desc, j.id desc limit 1`;

function statements({ task, event, fingerprint, answer }: Model): { begin: string[]; write: string[] } {
  const sequence = "current_setting('bench.sequence')::bigint";
  const own: Record<string, string> = { id: "uuidv7()", user_id: ME, sequence };
  const columns = [...TASK_COLUMNS.split(/,\s*/), "tzdata"];
  const values = columns.map((column) => own[column] ?? literalOf(column, task[column] ?? null));
  const rest = JSON.stringify(event).slice(1);
  const batch = `('[{"event_id"${COLON}"' || uuidv7() || '","sequence"${COLON}' || ${sequence} || ',' || ${quoted(rest)} || ']')::json`;
  return {
    begin: [
      "begin;",
      `select user_id, sequence, link, generation, now, set_config('bench.sequence', (sequence + 1)::text, true) from events.lock(array[${ME}]);`,
      `select ${USER_COLUMNS} from todo.own_users where id = ${ME};`,
      `select ${oneLine(TASK_COLUMNS)} from todo.own_tasks where id = uuidv7() and user_id = ${ME};`,
    ],
    write: [
      `insert into todo.tasks (${columns.join(", ")}) values (${values.join(", ")});`,
      `insert into todo.commands (user_id, key, id, fingerprint, answer) values (${ME}, uuidv7()::text, uuidv7(), decode('${fingerprint}', 'hex'), ${quoted(answer)});`,
      `select events.append(${ME}, ${batch});`,
      "commit;",
    ],
  };
}

/** pgbench takes a colon before a letter or a digit for one of its variables, even inside a string. */
const COLON = ": ";

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

function literalOf(column: string, value: string | null): string {
  if (value === null) return "null";
  if (column === "tags") return `array[${(JSON.parse(value) as string[]).map(quoted).join(", ")}]::text[]`;
  return quoted(value);
}

/** A string constant that pgbench finds no variable in: every colon is written by its code point. */
export function quoted(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll(":", "\\003A");
  return `U&'${escaped}'`;
}
