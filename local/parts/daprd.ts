import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { findOnPath, isExecutable, run } from "./commands.ts";
import { madeOnce, repositoryRoot } from "./made-once.ts";
import { PartMissing } from "./part-missing.ts";

const program = process.platform === "win32" ? "daprd.exe" : "daprd";
const module = join(repositoryRoot, "dapr", "local", "daprd");

/**
 * The path of a real daprd: DAPRD_PATH, PATH, where the dapr command puts it, else one built from the Go modules pinned
 * in dapr/local/daprd (minutes, once; kept in .cache/daprd); PartMissing when none can be had.
 */
export async function daprd(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const given = env.DAPRD_PATH;
  if (given !== undefined && given !== "") {
    if (isExecutable(given)) return given;
    throw new Error(`DAPRD_PATH is ${given}, which is not an executable file.`);
  }
  const ofCommand = join(env.HOME ?? homedir(), ".dapr", "bin", program);
  return findOnPath([program], env.PATH) ?? (isExecutable(ofCommand) ? ofCommand : built(env));
}

async function built(env: NodeJS.ProcessEnv): Promise<string> {
  const [goMod, goSum] = await Promise.all([readFile(join(module, "go.mod"), "utf8"), readFile(join(module, "go.sum"), "utf8")]);
  const version = daprVersion(goMod);
  const fingerprint = createHash("sha256").update(goMod).update(goSum).digest("hex").slice(0, 8);
  const folder = join(repositoryRoot, ".cache", "daprd", `${version}-${fingerprint}`);
  await madeOnce(folder, (into) => build(version, into, env));
  return join(folder, program);
}

/** The version of Dapr that a go.mod pins, without its v. */
export function daprVersion(goMod: string): string {
  const found = /github\.com\/dapr\/dapr v(\S+)/.exec(goMod);
  if (found?.[1] === undefined) throw new Error("dapr/local/daprd/go.mod requires no version of github.com/dapr/dapr.");
  return found[1];
}

async function build(version: string, into: string, env: NodeJS.ProcessEnv): Promise<void> {
  const advice = "put one on PATH, set DAPRD_PATH, install the dapr command and run dapr init --slim, or have Go and run npm run parts";
  const go = findOnPath(["go"], env.PATH);
  // Minutes of compiling are nothing to begin unasked in the middle of a test run.
  if (go === null || env.TODO_INSTALL_PARTS !== "1")
    throw new PartMissing(`No daprd found: ${advice} (compiles it once, up to 10 minutes).`);
  process.stderr.write(`Building daprd ${version} from its Go modules (once, up to 10 minutes; DAPRD_PATH spares it) …\n`);
  // Without the tag it panics at start on purpose: a daprd without components is a mistake.
  const flags = ["-tags", "stablecomponents", "-trimpath", "-buildvcs=false"];
  const link = `-s -w -X github.com/dapr/dapr/pkg/buildinfo.version=${version}`;
  await run(go, ["build", ...flags, "-ldflags", link, "-o", join(into, program), "."], { cwd: module, timeoutMs: 30 * 60_000 }).catch(
    (error: unknown) => {
      throw new PartMissing(`daprd ${version} could not be built (Go 1.21 or newer and a module proxy are needed): ${advice}.`, {
        cause: error,
      });
    },
  );
}
