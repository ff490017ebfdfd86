import { describe, expect, it } from "vitest";
import type { User } from "../contracts/types.ts";
import { newUser, updateUser } from "./update-user.ts";

const now = "2026-11-30T08:00:00.000Z";
const given = { now, newId: () => "unused" };
const user = (email: string | null) => newUser("u1", email, "Europe/Berlin", "en", now)[0]!.after as User;

describe("e-mail reminders", () => {
  it("are a preference of who has an address", () => {
    const [step] = updateUser(user("ada@example.org"), { emailReminders: true }, given);
    expect(step).toMatchObject({ after: { version: 2, preferences: { emailReminders: true } } });
    expect(updateUser(step!.after as User, { emailReminders: true }, given)).toEqual([]);
  });

  it("are refused to who has none, who may still say no", () => {
    expect(() => updateUser(user(null), { emailReminders: true }, given)).toThrow(expect.objectContaining({ code: "no-email-address" }));
    expect(updateUser(user(null), { emailReminders: false }, given).length).toBe(1);
  });
});
