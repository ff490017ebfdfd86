import { findOnPath, isExecutable, run } from "./commands.ts";
import { PartMissing } from "./part-missing.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a Chromium for browser tests: CHROMIUM_PATH, else one on PATH, else Debian's package, installed only when
 * TODO_INSTALL_PARTS=1 allows it and we are root; PartMissing otherwise.
 */
export async function browser(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const given = env.CHROMIUM_PATH;
  if (given !== undefined && given !== "") {
    if (isExecutable(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, which is not an executable file.`);
  }
  return findOnPath(names, env.PATH) ?? installed(env);
}

async function installed(env: NodeJS.ProcessEnv): Promise<string> {
  const packages = findOnPath(["apt-get"], env.PATH);
  if (env.TODO_INSTALL_PARTS !== "1" || packages === null || process.getuid?.() !== 0) {
    throw new PartMissing("No Chromium found: install it, or set CHROMIUM_PATH (as root on Debian, TODO_INSTALL_PARTS=1 installs it).");
  }
  process.stderr.write("Installing Chromium with apt-get (once) …\n");
  const quiet = { env: { DEBIAN_FRONTEND: "noninteractive" }, timeoutMs: 10 * 60_000 };
  try {
    await run(packages, ["update", "-qq"], quiet);
    await run(packages, ["install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet);
  } catch (error) {
    throw new PartMissing("apt-get could not install Chromium: install a browser by hand and set CHROMIUM_PATH.", { cause: error });
  }
  const found = findOnPath(names, env.PATH);
  if (found === null) throw new PartMissing("apt-get installed Chromium but none is on PATH: set CHROMIUM_PATH.");
  return found;
}
