import { openDatabase } from "../database/pool.ts";
import { ANY_TASK, findTasks, type TaskQuery } from "./find.ts";
const db = openDatabase({ url: process.argv[2]!, role: "todo_chat", max: 4 });
const U = "00000000-0000-5000-8000-000000000001";
const now = new Date().toISOString(); const today = now.slice(0, 10) + "T00:00:00.000Z";
const iso = (d: number) => new Date(Date.now() + d * 864e5).toISOString();
const open = { ...ANY_TASK, status: "open" as const };
const sort = (by: TaskQuery["sort"]["by"], descending = false) => ({ by, descending });
const cases: Record<string, [Partial<TaskQuery["filter"]>, TaskQuery["sort"]]> = {
  "open by due": [open, sort("due")], "open by due desc": [open, sort("due", true)],
  "any by due": [{}, sort("due")], "completed updated desc": [{ status: "completed" }, sort("updated", true)],
  "open priority": [open, sort("priority", true)], "any priority": [{}, sort("priority", true)], "open title": [open, sort("title")], "any title": [{}, sort("title")],
  "open created desc": [open, sort("created", true)], overdue: [{ ...open, due: "overdue" }, sort("due")], "overdue by priority": [{ ...open, due: "overdue" }, sort("priority", true)],
  "due week by priority": [{ ...open, due: { from: iso(0), before: iso(7) } }, sort("priority", true)], "no due by title": [{ ...open, due: "none" }, sort("title")],
  "tag rare": [{ ...open, tags: ["tag21"] }, sort("due")], "tag common": [{ ...open, tags: ["x3"] }, sort("due")], "tag common by title": [{ ...open, tags: ["x3"] }, sort("title")], "tag common by priority": [{ ...open, tags: ["x3"] }, sort("priority", true)], "two tags": [{ ...open, tags: ["x3", "tag0"] }, sort("updated", true)],
  "tag absent by due": [{ ...open, tags: ["nope"] }, sort("due")],"tag absent by priority": [{ ...open, tags: ["nope"] }, sort("priority", true)],
  "q rare": [{ ...open, words: "w17000" }, sort("relevance")], "q common": [{ ...open, words: "rent" }, sort("relevance")], "q common due": [{ ...open, words: "rent" }, sort("due")], "q prefix common": [{ ...open, words: "re" }, sort("relevance")],
  "q two common": [{ ...open, words: "pay rent" }, sort("relevance")], "q one letter": [{ ...open, words: "w" }, sort("relevance")], "q substring": [{ ...open, words: "entis" }, sort("relevance")], "q absent": [{ ...open, words: "xyzzy" }, sort("relevance")], "q absent any due": [{ words: "xyzzy" }, sort("due")],"q emoji": [{ ...open, words: "🎉" }, sort("relevance")],
  "high or urgent by due": [{ ...open, priorities: ["high", "urgent"] }, sort("due")], "urgent by title": [{ ...open, priorities: ["urgent"] }, sort("title")], repeating: [{ ...open, repeating: true }, sort("due")],
  "completed last week": [{ status: "completed", happened: { what: "completed", from: iso(-7), before: iso(0) } }, sort("updated", true)], "created last week": [{ happened: { what: "created", from: iso(-7), before: iso(0) } }, sort("created", true)],
};
const only = process.argv[3];
for (const [name, [filter, order]] of Object.entries(cases)) {
  if (only && only !== name) continue;
  const q = (after: TaskQuery["after"]): TaskQuery => ({ filter: { ...ANY_TASK, ...filter }, sort: order, limit: 50, after });
  if (only) { const r = { query: async (t: string, v?: unknown[]) => { const res = await db.query(`explain (analyze, buffers) ${t}`, v); console.log(res.rows.map((x) => x["QUERY PLAN"]).join("\n")); return { rows: [] } as never; } }; await findTasks(r as never, U, q(null), { now, today }); continue; }
  const times: number[] = []; let n = 0;
  // pages: first ones, then deep
  let after: TaskQuery["after"] = null;
  for (let i = 0; i < 40; i++) { const b = performance.now(); const f = await findTasks(db, U, q(after), { now, today }); times.push(performance.now() - b); if (i === 0) n = f.tasks.length; after = i % 2 ? f.next : after; if (!f.next) after = null; }
  times.sort((a, b) => a - b);
  console.log(`${name.padEnd(26)} n=${n} p50=${times[20]!.toFixed(1)} max=${times[39]!.toFixed(1)}${times[38]! > 20 ? "  <<<<" : ""}`);
}
await db.close();
