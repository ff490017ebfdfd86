import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { browser } from "./browser.ts";
import { findOnPath, run } from "./commands.ts";
import { daprd, daprVersion } from "./daprd.ts";
import { freePort, isFree } from "./free-port.ts";
import { madeOnce } from "./made-once.ts";
import { PartMissing } from "./part-missing.ts";
import { partOrSkip } from "./part-or-skip.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "todo-parts-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function command(name: string, mode = 0o755): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, "#!/bin/sh\necho hello\n");
  await chmod(path, mode);
  return path;
}

describe("a part that a test needs", () => {
  const missing = async (): Promise<string> => {
    throw new PartMissing("install it");
  };

  test("is handed on when it is there", async () => {
    expect(await partOrSkip("a part", async () => "here", {})).toBe("here");
  });

  test("is skipped with one line that says what to do", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(await partOrSkip("a part", missing, {})).toBeNull();
    expect(written.mock.calls).toEqual([["SKIPPED without a part: install it\n"]]);
  });

  test("is a failure when REQUIRE_PARTS=1", async () => {
    await expect(partOrSkip("a part", missing, { REQUIRE_PARTS: "1" })).rejects.toThrow(PartMissing);
  });

  test("is never skipped for another fault", async () => {
    const broken = async (): Promise<string> => {
      throw new Error("broken");
    };
    await expect(partOrSkip("a part", broken, {})).rejects.toThrow("broken");
  });
});

describe("what is made once", () => {
  test("is made by one of those who want it at the same moment", async () => {
    const path = join(folder, "deep", "made");
    const make = vi.fn(async (into: string) => writeFile(join(into, "file"), "whole"));
    await Promise.all([madeOnce(path, make), madeOnce(path, make), madeOnce(path, make)]);
    await madeOnce(path, make);
    expect(make).toHaveBeenCalledTimes(1);
    expect(await readdir(path)).toEqual(["file"]);
  });

  test("does not count when making it broke, and is made the next time", async () => {
    const path = join(folder, "made");
    const breaks = async (into: string): Promise<void> => {
      await writeFile(join(into, "half"), "");
      throw new Error("network gone");
    };
    await expect(madeOnce(path, breaks)).rejects.toThrow("network gone");
    expect(await readdir(folder)).toEqual([]);
    await madeOnce(path, async () => {});
    expect(existsSync(path)).toBe(true);
  });

  test("is made although a process that has died held the lock", async () => {
    const path = join(folder, "made");
    // No system gives out ids this high.
    await writeFile(`${path}.lock`, "999999999");
    await madeOnce(path, async () => {});
    expect(await readdir(folder)).toEqual(["made"]);
  });
});

describe("a free port", () => {
  test("can be listened on, and is none that is taken", async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    expect(await isFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isFree(port)).toBe(true);
  });

  test("is handed out once", async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, freePort));
    expect(new Set(ports).size).toBe(50);
  });
});

describe("commands", () => {
  test("are found in the order of their names, and only when they can be executed", async () => {
    await mkdir(join(folder, "chromium"));
    await command("unusable", 0o644);
    const chrome = await command("google-chrome");
    const path = ["/nowhere", folder].join(delimiter);
    expect(findOnPath(["unusable", "chromium", "google-chrome"], path)).toBe(chrome);
    expect(findOnPath(["unusable"], path)).toBeNull();
  });

  test("that fail say what they printed", async () => {
    await expect(run(process.execPath, ["-e", "console.error('no disk'); process.exit(3)"])).rejects.toThrow(/no disk/);
  });
});

describe("a browser", () => {
  test("is the one that is named, before one on PATH", async () => {
    const [named, onPath] = [await command("my-browser"), await command("chromium")];
    expect(await browser({ CHROMIUM_PATH: named, PATH: folder })).toBe(named);
    expect(await browser({ PATH: folder })).toBe(onPath);
  });

  test("that is named wrongly is a fault, not a missing part", async () => {
    await expect(browser({ CHROMIUM_PATH: join(folder, "none"), PATH: folder })).rejects.not.toBeInstanceOf(PartMissing);
  });

  test("is not installed unasked", async () => {
    await command("apt-get");
    await expect(browser({ PATH: folder })).rejects.toThrow(PartMissing);
  });
});

describe("a daprd", () => {
  test("is the one that is named, then one on PATH, then the dapr command's", async () => {
    const named = await command("my-daprd");
    expect(await daprd({ DAPRD_PATH: named, PATH: "/nowhere", HOME: "/nowhere" })).toBe(named);
    const onPath = await command("daprd");
    expect(await daprd({ PATH: folder, HOME: "/nowhere" })).toBe(onPath);
    await mkdir(join(folder, ".dapr", "bin"), { recursive: true });
    await rename(onPath, join(folder, ".dapr", "bin", "daprd"));
    expect(await daprd({ PATH: folder, HOME: folder })).toBe(join(folder, ".dapr", "bin", "daprd"));
  });

  test("that is named wrongly is a fault, not a missing part", async () => {
    await expect(daprd({ DAPRD_PATH: join(folder, "none"), PATH: "", HOME: folder })).rejects.not.toBeInstanceOf(PartMissing);
  });

  test.each([
    ["module m\n\nrequire github.com/dapr/dapr v1.18.1\n", "1.18.1"],
    ["require (\n\tgithub.com/dapr/components-contrib v1.2.3\n\tgithub.com/dapr/dapr v1.19.0-rc.1\n)", "1.19.0-rc.1"],
  ])("is built in the version that %j pins", (goMod, version) => {
    expect(daprVersion(goMod)).toBe(version);
  });
});
