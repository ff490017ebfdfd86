/** `npm run demo [-- --kafka]`: the way of one message, played and measured against its criteria. A product of its own, in a folder of its own. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Product, startProduct } from "./product.ts";
import { eventually, type Person, percentile, person, type Window } from "./testing/person.ts";

/** A step is played several times where once would only show a process that has just begun; the typical one counts. */
type Step = { what: string; criterion: string; limitMs: number; rounds: number; run: (stage: Stage) => Promise<number> };
type Stage = { product: Product; ada: Person; elsewhere: Window; taskId: string };

const SENTENCE = "pay rent every month on the 1st at 9am, remind me a day before #home !high";

/** Each step answers with the milliseconds that its criterion is about. */
const STEPS: Step[] = [
  {
    what: `say: ${SENTENCE}`,
    criterion: "SC-001 created",
    limitMs: 5_000,
    rounds: 5,
    async run(stage) {
      const began = performance.now();
      const reply = await stage.ada.say(SENTENCE);
      const took = performance.now() - began;
      if (!stage.taskId) console.log(`     ${reply.text}`);
      stage.taskId = reply.tasks[0]!.id;
      return took;
    },
  },
  {
    what: "the other window shows it",
    criterion: "SC-006 visible elsewhere",
    limitMs: 150,
    rounds: 10,
    async run({ ada, elsewhere }) {
      const began = performance.now();
      const task = await ada.create({ title: "seen elsewhere" });
      await elsewhere.until(() => elsewhere.tasks.has(task.id));
      return performance.now() - began;
    },
  },
  {
    what: "complete it: the next occurrence appears",
    criterion: "SC-002 next occurrence",
    limitMs: 250,
    rounds: 10,
    async run(stage) {
      const { ada, elsewhere, taskId } = stage;
      const began = performance.now();
      await ada.request("POST", `/api/v1/tasks/${taskId}/complete`);
      const next = () => [...elsewhere.tasks.values()].find((task) => task.predecessorId === taskId);
      await elsewhere.until(() => next() !== undefined);
      const took = performance.now() - began;
      stage.taskId = next()!.id;
      return took;
    },
  },
  {
    what: "a reminder rings at its second",
    criterion: "SC-003 late",
    limitMs: 1_200,
    rounds: 1,
    async run({ ada, elsewhere }) {
      const at = new Date(Date.now() + 2_500).toISOString().slice(0, 19);
      const task = await ada.create({ title: "tea is ready", reminders: [{ at }] });
      const notice = () => [...elsewhere.notices.values()].find((each) => each.taskId === task.id);
      await elsewhere.until(() => notice() !== undefined);
      const late = Date.now() - Date.parse(notice()!.ringsAt);
      if (Date.parse(notice()!.createdAt) < Date.parse(notice()!.ringsAt)) throw new Error("It rang early.");
      return late;
    },
  },
  {
    what: "the history tells it, and verifies",
    criterion: "SC-004 audit complete",
    limitMs: 2_000,
    rounds: 1,
    async run({ ada, taskId }) {
      const began = performance.now();
      await eventually(async () => (await ada.history(taskId)).length >= 2);
      const verification = await eventually(async () => {
        const answer = await ada.verify();
        return answer.intact && answer.entries === answer.head && answer;
      });
      console.log(`     ${verification.entries} entries of ${verification.head}, chain intact`);
      return performance.now() - began;
    },
  },
  {
    what: "undo the last change in words",
    criterion: "UNDO-1 taken back",
    limitMs: 1_000,
    rounds: 1,
    async run({ ada }) {
      await ada.say("add buy a car tomorrow");
      const began = performance.now();
      const reply = await ada.say("undo");
      console.log(`     ${reply.text}`);
      if ((await ada.tasks("?q=car")).length > 0) throw new Error("The task is still there.");
      return performance.now() - began;
    },
  },
];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { kafka: { type: "boolean", default: false } } });
  const folder = mkdtempSync(join(tmpdir(), "todo-demo-"));
  chmodSync(folder, 0o755);
  console.log(`  Starting the product${values.kafka ? " over a real Kafka" : ""} …`);
  const product = await startProduct({ dataDir: folder, kafka: values.kafka, say: (line) => console.log(`  ${line}`) });
  const missed: string[] = [];
  try {
    const ada = await person(product, "ada", "Etc/UTC");
    await ada.say("hello"); // the first message makes the account; what is measured is a user's second
    const stage: Stage = { product, ada, elsewhere: await ada.open(), taskId: "" };
    for (const step of STEPS) {
      console.log(`\n  ${step.what}`);
      const took: number[] = [];
      for (let round = 0; round < step.rounds; round++) took.push(await step.run(stage));
      const [typical, worst] = [percentile(took, 50), Math.max(...took)];
      const met = typical <= step.limitMs;
      if (!met) missed.push(step.criterion);
      const spread = step.rounds > 1 ? `, at worst ${worst.toFixed(1)} ms of ${step.rounds}` : "";
      console.log(`     ${met ? "✓" : "✗"} ${step.criterion}: ${typical.toFixed(1)} ms${spread} (at most ${step.limitMs} ms)`);
    }
    stage.elsewhere.close();
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(missed.length === 0 ? "\n  Every criterion met.\n" : `\n  Missed: ${missed.join(", ")}\n`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

main().catch((error: Error) => {
  console.error(`\n  ${error.message}\n`);
  process.exit(1);
});
