/** Ports that stay what they were: browsers and identities remember addresses. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { freePort, isFree } from "./parts/free-port.ts";

/** The port noted in this file, else a free one that is noted there from now on. Throws one sentence when somebody else has it; `why` says what it matters for. */
export async function keptPort(file: string, why: string): Promise<number> {
  if (existsSync(file)) {
    const port = Number(readFileSync(file, "utf8"));
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`${file} holds no port, and ${why}. Put back what it held.`);
    if (await isFree(port)) return port;
    throw new Error(`Port ${port} is taken, and ${why}. Stop what listens there (it is noted in ${file}).`);
  }
  const port = await freePort();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${port}\n`);
  return port;
}
