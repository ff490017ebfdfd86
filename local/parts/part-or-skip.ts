import { PartMissing } from "./part-missing.ts";

/**
 * The part a test file needs, or null after one visible line, for `describe.skipIf(part === null)`. Awaited at the top
 * of the file, where no test's time limit runs. With REQUIRE_PARTS=1 a missing part is an error; any other fault always is.
 */
export async function partOrSkip<T>(name: string, get: () => Promise<T>, env: NodeJS.ProcessEnv = process.env): Promise<T | null> {
  try {
    return await get();
  } catch (error) {
    if (!(error instanceof PartMissing) || env.REQUIRE_PARTS === "1") throw error;
    process.stderr.write(`SKIPPED without ${name}: ${error.message}\n`);
    return null;
  }
}

/** TODO_INSTALL_PARTS=0 forbids to fetch or build any part; what is there already is still used. */
export function mayInstall(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.TODO_INSTALL_PARTS !== "0";
}
