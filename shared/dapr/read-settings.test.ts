import { describe, expect, test } from "vitest";
import { ConfigError, integer, text, url } from "../config.ts";
import { readSettings } from "./read-settings.ts";
import { SecretMissing, type SecretStore } from "./secret-store.ts";

const secrets: SecretStore = {
  async get(name) {
    if (name === "of-a-broken-store") throw new Error("its store failed");
    if (name !== "database-chat") throw new SecretMissing(name, "put it there");
    return "postgres://chat:p@host/todo";
  },
};
const settings = {
  database: url("DATABASE_URL", ["postgres"]),
  other: text("OTHER", null),
  port: integer("PORT", 0, 65_535, 8080),
};
const read = (env: NodeJS.ProcessEnv) => readSettings(env, settings, secrets);

describe("settings of which some lie in the secret store", () => {
  test("are taken from the environment where it has them", async () => {
    expect(await read({ DATABASE_URL: "postgres://a@b/c" })).toEqual({ database: "postgres://a@b/c", other: null, port: 8080 });
  });

  test("are the secret that <NAME>_SECRET names, read with the rules of the variable", async () => {
    expect(await read({ DATABASE_URL_SECRET: "database-chat" })).toMatchObject({ database: "postgres://chat:p@host/todo" });
    await expect(read({ DATABASE_URL: "postgres://a@b/c", PORT_SECRET: "database-chat" })).rejects.toThrow("PORT is not a whole number");
  });

  test("name all their faults at once, in the variables and in the store, and no value", async () => {
    const wrong = { DATABASE_URL_SECRET: "of-somebody-else", OTHER_SECRET: "of-a-broken-store", PORT: "no port" };
    const failure = await read(wrong).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure).toMatchObject({
      message:
        'Cannot start: DATABASE_URL cannot be read: The secret "of-somebody-else" is missing or may not be read: put it there; OTHER cannot be read: its store failed; PORT is not a whole number from 0 to 65535.',
    });
  });

  test("are refused when they are given twice: nobody could say which counts", async () => {
    await expect(read({ DATABASE_URL: "postgres://a@b/c", DATABASE_URL_SECRET: "database-chat" })).rejects.toThrow(
      "DATABASE_URL cannot be read: DATABASE_URL_SECRET is given as well",
    );
  });
});
