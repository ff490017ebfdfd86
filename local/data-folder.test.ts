import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { takeDataFolder } from "./data-folder.ts";
import { startPostgres } from "./postgres.ts";
import { noteRunning } from "./running.ts";

const fresh = () => join(mkdtempSync(join(tmpdir(), "todo-data-")), "data");

describe("the data folder", () => {
  it("is made with secrets of its own that only its owner reads, and can be taken again once released", () => {
    const path = fresh();
    const folder = takeDataFolder(path);
    expect(JSON.parse(readFileSync(folder.secretsFile, "utf8"))).toMatchObject({ "webhook-signing-key": expect.stringMatching(/^.{44}$/) });
    expect(statSync(folder.secretsFile).mode & 0o077).toBe(0);
    folder.release();
    takeDataFolder(path).release();
  });

  it("says so when the product runs already, and takes over from one that was killed", () => {
    const path = fresh();
    const folder = takeDataFolder(path);
    expect(() => takeDataFolder(path)).toThrow(`The product runs already (process ${process.pid}). It is starting: wait for it, stop it`);
    noteRunning(path, { url: "http://127.0.0.1:8080", issuerUrl: "", syncUrls: [], databaseUrl: "", brokers: null, logs: "" });
    expect(() => takeDataFolder(path)).toThrow("Open http://127.0.0.1:8080, stop it, or");
    folder.release();
    writeFileSync(join(path, "lock"), "999999999");
    takeDataFolder(path).release();
    expect(existsSync(join(path, "lock"))).toBe(false);
  });

  it("says so when it was made by another version", () => {
    const path = fresh();
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "layout"), "99\n");
    expect(() => takeDataFolder(path)).toThrow("was made by another version. Move it away to start afresh");
  });

  it("says so when PostgreSQL's data is of another version", async () => {
    const path = fresh();
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "PG_VERSION"), "15\n");
    await expect(startPostgres({ dataDir: path })).rejects.toThrow(
      "was made by PostgreSQL 15, this version brings 18. Move the folder away",
    );
  });

  it("says so when it cannot be written", () => {
    const path = join(fresh(), "..", "file"); // root may write everywhere, but not into a file as a folder
    writeFileSync(path, "");
    expect(() => takeDataFolder(path)).toThrow("cannot be written. Give this user the right to");
  });
});
