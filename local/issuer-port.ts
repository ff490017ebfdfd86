/** Where the laptop's identity provider listens: the same port for ever, since its address is part of who everybody is. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, isFree } from "./parts/free-port.ts";

/** The port that this folder's provider had first, else a free one that is kept there. Throws one sentence when somebody else has it. */
export async function issuerPort(folder: string): Promise<number> {
  const file = join(folder, "port");
  if (existsSync(file)) {
    const port = Number(readFileSync(file, "utf8"));
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Error(`${file} holds no port. Put back what it held, or restore the folder.`);
    if (await isFree(port)) return port;
    throw new Error(`Port ${port} is taken, and who signs in here is known by it. Stop what listens there (it is noted in ${file}).`);
  }
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${port}\n`);
  return port;
}
