import { describe, expect, test } from "vitest";
import { javaMajorVersion, kafkaVersion } from "./jars.ts";
import { asProperties, brokerSettings } from "./properties.ts";

const place = { logDir: "/data/log", port: 21_000, controllerPort: 21_001 };

describe("a broker's settings", () => {
  test("listen on loopback and nowhere else", () => {
    const settings = brokerSettings(place);
    const addresses = [...`${settings.listeners},${settings["advertised.listeners"]}`.matchAll(/\/\/([^:]*):/g)].map((match) => match[1]);
    expect(new Set(addresses)).toEqual(new Set(["127.0.0.1"]));
  });

  test("give way to what the caller adds", () => {
    const extra = { "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT", "message.max.bytes": "1000" };
    expect(brokerSettings(place, extra)).toMatchObject(extra);
  });

  test.each([
    ["C:\\data", "C:\\\\data"],
    ["two\nlines", "two\\nlines"],
    [" leading", "\\ leading"],
    ["/home/Zoë", "/home/Zo\\u00eb"],
  ])("write %j so that Java reads the same", (value, written) => {
    expect(asProperties({ "log.dirs": value })).toBe(`log.dirs=${written}\n`);
  });
});

describe("what is looked for", () => {
  test.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_452"', 8],
    ["no such thing", null],
  ])("reads %j as Java %j", (output, version) => {
    expect(javaMajorVersion(output)).toBe(version);
  });

  test("a pom that names no Kafka is refused", () => {
    expect(() => kafkaVersion("<project></project>")).toThrow(/names no version/);
  });
});
