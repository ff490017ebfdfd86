import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { InvalidTime } from "./local-moment.ts";
import { endOfGap, isTimeZone } from "./time-zone.ts";
import { instantToWallTime, wallTimeToInstant } from "./wall-time.ts";

describe("wallTimeToInstant", () => {
  it.each([
    ["in winter", "2026-01-15T09:00:00", "Europe/Oslo", "2026-01-15T08:00:00.000Z"],
    ["in summer", "2026-07-15T09:00:00", "Europe/Oslo", "2026-07-15T07:00:00.000Z"],
    ["of a date, at midnight", "2026-07-15", "Asia/Kolkata", "2026-07-14T18:30:00.000Z"],
    ["just before a gap", "2026-03-08T01:59:59", "America/New_York", "2026-03-08T06:59:59.000Z"],
    ["in a gap, shifted forward to 3:30", "2026-03-08T02:30:00", "America/New_York", "2026-03-08T07:30:00.000Z"],
    ["just after a gap", "2026-03-08T03:00:00", "America/New_York", "2026-03-08T07:00:00.000Z"],
    ["in an overlap, the first of two", "2026-11-01T01:30:00", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["just after an overlap", "2026-11-01T02:00:00", "America/New_York", "2026-11-01T07:00:00.000Z"],
    ["in a gap of half an hour", "2026-10-04T02:15:00", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z"],
    ["on a day that Samoa left out", "2011-12-30T09:00:00", "Pacific/Apia", "2011-12-30T19:00:00.000Z"],
    ["at new year far east of UTC", "2026-01-01T00:30:00", "Pacific/Kiritimati", "2025-12-31T10:30:00.000Z"],
    ["at the end of a year far west of UTC", "2025-12-31T23:30:00", "Pacific/Pago_Pago", "2026-01-01T10:30:00.000Z"],
    ["in local mean time", "1700-06-01T12:00:00", "America/New_York", "1700-06-01T16:56:02.000Z"],
    ["in the first year", "0001-01-01T00:00:00", "UTC", "0001-01-01T00:00:00.000Z"],
  ])("%s: %s in %s", (_, local, timeZone, instant) => {
    expect(wallTimeToInstant(local, timeZone)).toBe(instant);
  });
});

describe("instantToWallTime", () => {
  it.each([
    ["the first pass of an overlap", "2026-11-01T05:30:00.000Z", "2026-11-01T01:30:00"],
    ["the second pass of an overlap", "2026-11-01T06:30:00.000Z", "2026-11-01T01:30:00"],
    ["the second before a gap", "2026-03-08T06:59:59.999Z", "2026-03-08T01:59:59"],
    ["the second after a gap", "2026-03-08T07:00:00.000Z", "2026-03-08T03:00:00"],
  ])("%s", (_, instant, local) => {
    expect(instantToWallTime(instant, "America/New_York")).toBe(local);
  });

  it("refuses what is no instant", () => {
    expect(() => instantToWallTime("yesterday", "UTC")).toThrow(InvalidTime);
  });
});

const ZONES = [
  "America/New_York",
  "America/St_Johns",
  "Europe/Dublin",
  "Africa/Casablanca",
  "Africa/Cairo",
  "Asia/Tehran",
  "Asia/Kathmandu",
  "Asia/Gaza",
  "Australia/Lord_Howe",
  "Antarctica/Troll",
  "Pacific/Apia",
  "Pacific/Chatham",
  "America/Santiago",
  "America/Recife",
];

describe("both directions agree with Temporal", () => {
  const zone = fc.constantFrom(...ZONES);
  const second = fc.integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(2099, 11, 31) / 1000 });

  it("for any instant", () => {
    fc.assert(
      fc.property(zone, second, (timeZone, epoch) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(epoch * 1000).toZonedDateTimeISO(timeZone);
        expect(instantToWallTime(new Date(epoch * 1000).toISOString(), timeZone)).toBe(
          expected.toPlainDateTime().toString({ smallestUnit: "second" }),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("for any wall time, gaps and overlaps by the rule called compatible there", () => {
    fc.assert(
      fc.property(zone, second, (timeZone, wall) => {
        const local = new Date(wall * 1000).toISOString().slice(0, 19);
        const expected = Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone, { disambiguation: "compatible" });
        expect(Date.parse(wallTimeToInstant(local, timeZone))).toBe(expected.epochMilliseconds);
      }),
      { numRuns: 1000 },
    );
  });

  it("around every change of offset", () => {
    for (const timeZone of ZONES) {
      let at = Temporal.ZonedDateTime.from(`2000-01-01T00:00[${timeZone}]`).getTimeZoneTransition("next");
      for (; at !== null && at.year < 2030; at = at.getTimeZoneTransition("next")) {
        for (const minutes of [-61, -60, -31, -30, -29, -1, 0, 1, 29, 30, 59, 60, 61]) {
          const local = at.toPlainDateTime().add({ minutes });
          const expected = local.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds;
          expect(Date.parse(wallTimeToInstant(local.toString({ smallestUnit: "second" }), timeZone))).toBe(expected);
        }
      }
    }
  });
});

describe("endOfGap", () => {
  const ofClock = (dateTime: string, timeZone: string) => endOfGap(Date.parse(`${dateTime}Z`) / 1000, timeZone);

  it("is when the clock goes on, for the times that a change to summer time leaves out", () => {
    const three = Date.parse("2026-03-08T03:00:00Z") / 1000;
    const clocks = ["01:59:59", "02:00:00", "02:59:59", "03:00:00"];
    expect(clocks.map((clock) => ofClock(`2026-03-08T${clock}`, "America/New_York"))).toEqual([null, three, three, null]);
    expect(ofClock("2011-12-30T09:00:00", "Pacific/Apia")).toBe(Date.parse("2011-12-31T00:00:00Z") / 1000);
  });

  it("is none in an overlap", () => {
    expect(ofClock("2026-11-01T01:30:00", "America/New_York")).toBeNull();
  });
});

describe("isTimeZone", () => {
  it.each(["Europe/Oslo", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5"])("knows %s", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(["", "Mars/Olympus", "+02:00", "Europe/Oslo ", "GMT+25", "../etc"])("does not know %j", (name) => {
    expect(isTimeZone(name)).toBe(false);
    expect(() => wallTimeToInstant("2026-03-02T09:00:00", name)).toThrow(InvalidTime);
  });
});
