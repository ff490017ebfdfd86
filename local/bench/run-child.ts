/** One question to a program in a process of its own: a message in, a message out. */
import { fork } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Throws when the program ends without an answer, or takes longer than `withinMs`. */
export function runChild<Question extends object, Answer>(program: string, question: Question, withinMs: number): Promise<Answer> {
  const child = fork(join(ROOT, program), { cwd: ROOT, stdio: ["ignore", "ignore", "inherit", "ipc"], serialization: "advanced" });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${program} did not answer within ${withinMs} ms.`));
    }, withinMs);
    child.once("error", reject);
    child.once("message", (answer) => resolve(answer as Answer));
    child.once("exit", (code, signal) => {
      clearTimeout(late);
      reject(new Error(`${program} ended (${signal ?? `exit code ${code}`}) without an answer.`)); // nothing after an answer
    });
    child.send(question);
  });
}
