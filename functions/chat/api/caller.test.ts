import { describe, expect, it } from "vitest";
import { localeOf, traceparentOf } from "./caller.ts";

describe("localeOf", () => {
  it.each([
    [undefined, "en"],
    ["", "en"],
    ["*", "en"],
    ["de", "de"],
    ["de-ch,de;q=0.8", "de-CH"],
    ["DE_de", "en"],
    [";q=1", "en"],
    [`${"x".repeat(9)}-toolong`, "en"],
  ])("%s → %s", (header, locale) => expect(localeOf(header)).toBe(locale));
});

describe("traceparentOf", () => {
  const whole = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  it.each([
    [whole, whole],
    [undefined, null],
    [whole.toUpperCase(), null],
    [whole.replace(/^00/, "ff"), null],
    [`00-${"0".repeat(32)}-b7ad6b7169203331-01`, null],
    [`00-0af7651916cd43dd8448eb211c80319c-${"0".repeat(16)}-01`, null],
    [`${whole}\n`, null],
  ])("%j → %j", (header, expected) => expect(traceparentOf(header)).toBe(expected));
});
