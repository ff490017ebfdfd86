import { describe, expect, it } from "vitest";
import { allOf, ConfigError, flag, integer, list, readConfig, text, url } from "./config.ts";

const settings = {
  port: integer("PORT", 0, 65_535, 8080),
  database: url("DATABASE_URL", ["postgres"]),
  name: text("NAME", null),
  on: flag("ON", false),
  origins: list("ORIGINS", []),
};

describe("readConfig", () => {
  it("reads what is there and falls back where that is allowed", () => {
    const config = readConfig({ DATABASE_URL: "postgres://u:p@h/d", PORT: "0", ORIGINS: "a, b", ON: "true" }, settings);
    expect(config).toEqual({ port: 0, database: "postgres://u:p@h/d", name: null, on: true, origins: ["a", "b"] });
  });

  it("names every fault at once, and never repeats a value that may hold a secret", () => {
    const read = () => readConfig({ DATABASE_URL: "mysql://u:secret@h/d", PORT: "80x", ON: "yes", ORIGINS: "a,,b" }, settings);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      'Cannot start: PORT is not a whole number from 0 to 65535; DATABASE_URL is not a URL with postgres; ON is neither "true" nor "false"; ORIGINS has an empty part.',
    );
    expect(read).not.toThrow("secret");
  });

  it("takes an empty variable for a missing one", () => {
    expect(() => readConfig({ DATABASE_URL: "" }, settings)).toThrow("DATABASE_URL is missing");
  });
});

describe("allOf", () => {
  it("names the faults of all readings in one error", async () => {
    const reading = async (env: NodeJS.ProcessEnv) => readConfig(env, { database: url("DATABASE_URL", ["postgres"]) });
    await expect(allOf(reading({}), reading({ DATABASE_URL: "x" }), reading({ DATABASE_URL: "postgres://a@b/c" }))).rejects.toThrow(
      "Cannot start: DATABASE_URL is missing; DATABASE_URL is not a URL with postgres.",
    );
    expect(await allOf(reading({ DATABASE_URL: "postgres://a@b/c" }), Promise.resolve(null))).toEqual([
      { database: "postgres://a@b/c" },
      null,
    ]);
  });

  it("lets a fault that is no setting's through as it is", async () => {
    const fault = new Error("the disk is gone");
    await expect(allOf(Promise.reject(fault), Promise.reject(new ConfigError(["A is missing"])))).rejects.toBe(fault);
  });
});
