import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { secretStoreContract } from "./contract.ts";
import { localSecrets } from "./local-secrets.ts";
import { SecretMissing } from "./secret-store.ts";

const folder = await mkdtemp(join(tmpdir(), "todo-secrets-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const known = { "kafka-relay-password": "p", empty: "" };
const path = join(folder, "secrets.json");
await writeFile(path, JSON.stringify({ ...known, number: 1 }));

describe("secrets in a file", () => {
  secretStoreContract(() => localSecrets(path), known);

  test("are read anew, so a changed one is seen", async () => {
    const changing = join(folder, "changing.json");
    const secrets = localSecrets(changing);
    await expect(secrets.get("key")).rejects.toThrow(SecretMissing);
    await writeFile(changing, '{"key":"one"}');
    expect(await secrets.get("key")).toBe("one");
    await writeFile(changing, '{"key":"two"}');
    expect(await secrets.get("key")).toBe("two");
  });

  test("are strings", async () => {
    await expect(localSecrets(path).get("number")).rejects.toThrow(/number .* is not a string/);
  });

  test.each(['{"key": "hunter2"', '["hunter2"]'])("are not quoted when the file is broken: %s", async (content) => {
    const broken = join(folder, "broken.json");
    await writeFile(broken, content);
    const failure = await localSecrets(broken).get("key").catch(String);
    expect(failure).toContain(broken);
    expect(failure).not.toContain("hunter2");
  });
});
