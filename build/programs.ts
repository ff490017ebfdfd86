/** The programs that become images: what `--build-arg FUNCTION` may name, and where each begins. */
export const programs = {
  chat: "functions/chat/main.ts",
  relay: "functions/relay/main.ts",
  recurrence: "functions/recurrence/main.ts",
  notification: "functions/notification/main.ts",
  audit: "functions/audit/main.ts",
  sync: "functions/sync/main.ts",
  migrate: "shared/database/migrate.cli.ts",
} as const;

export type ProgramName = keyof typeof programs;

/** The programs with these names, all of them for no names. Throws on a name that is none. */
export function programsNamed(names: readonly string[]): ProgramName[] {
  const known = Object.keys(programs).filter(isProgram);
  const unknown = names.filter((name) => !isProgram(name));
  if (unknown.length > 0) throw new Error(`There is no program ${unknown.join(", ")}; expected ${known.join(", ")}.`);
  return names.length > 0 ? names.filter(isProgram) : known;
}

function isProgram(name: string): name is ProgramName {
  return Object.hasOwn(programs, name);
}
