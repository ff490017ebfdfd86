import { describe, expect, it } from "vitest";
import { localeOf } from "./caller.ts";

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
