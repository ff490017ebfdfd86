/** The conversation of a command that answers JSON lines: one line in, one line out, in order. */
import type { Readable, Writable } from "node:stream";

/** Answers every line that is not blank; those that came together are answered together, so that a pipe runs at full speed. */
export async function answerLines(input: Readable, output: Writable, answer: (line: string) => object): Promise<void> {
  let rest = "";
  for await (const chunk of input.setEncoding("utf8") as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    await say(output, lines, answer);
  }
  await say(output, [rest], answer);
}

async function say(output: Writable, lines: readonly string[], answer: (line: string) => object): Promise<void> {
  const answers = lines.filter((line) => line.trim() !== "").map((line) => `${JSON.stringify(answer(line))}\n`);
  if (answers.length > 0 && !output.write(answers.join(""))) await new Promise((done) => output.once("drain", done));
}
