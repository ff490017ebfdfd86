// `node local/run.mjs <program> …`: runs a program on the Node that package-lock.json pins, installing it first where that is missing.
// A script of two commands would not do: the shell remembers where it found the first `node`.
import { spawn } from "node:child_process";
import { node } from "./install.mjs";

const child = spawn(node, process.argv.slice(2), { stdio: "inherit" });
// Ctrl-C reaches the child by itself; it decides when to end. What is sent to this process alone is passed on.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
