import { defineConfig } from "vitest/config";

const SERIAL = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 180_000 };
const database = "./local/testing/global-postgres.ts";

/** The projects, by what they need: nothing, a PostgreSQL, real processes, a browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "rules",
          include: ["**/*.test.ts"],
          exclude: ["**/node_modules/**", ".cache/**", "**/*.{db,real,fault,page}.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "database",
          include: ["**/*.db.test.ts"],
          exclude: ["**/node_modules/**"],
          globalSetup: [database],
          testTimeout: 60_000,
        },
      },
      { test: { name: "real", include: ["**/*.real.test.ts"], exclude: ["**/node_modules/**"], globalSetup: [database], ...SERIAL } },
      { test: { name: "acceptance", include: ["specs/**/acceptance/*.spec.ts"], ...SERIAL } },
      { test: { name: "faults", include: ["**/*.fault.test.ts"], exclude: ["**/node_modules/**"], ...SERIAL } },
      { test: { name: "page", include: ["**/*.page.test.ts"], exclude: ["**/node_modules/**"], ...SERIAL } },
    ],
  },
});
