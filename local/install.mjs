// First step of every npm command: runs on whatever Node the machine has, and installs what package-lock.json pins
// (Node 24 itself among it). Plain JavaScript on purpose: an older Node cannot read TypeScript.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".installed");
const lock = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
/** The pinned Node. */
export const node = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock || !existsSync(node)) {
  console.error("Installing what package-lock.json pins (once) …");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    console.error("npm ci failed (its output is above). Check the network or the registry settings, then run the same command again.");
    process.exit(1);
  }
  if (!existsSync(node)) {
    console.error("npm ci left no Node 24 in node_modules: install scripts are switched off. Run it with ignore-scripts=false.");
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}
