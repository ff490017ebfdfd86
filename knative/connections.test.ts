import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { budgetOf, table } from "./connections.ts";
import { overlays, rendered } from "./testing/rendered.ts";

const page = join(import.meta.dirname, "connections.md");

/** The page with its tables as the manifests make them. */
const recomputed = (text: string): string =>
  text.replace(
    /<!-- (\w+) -->\n[\s\S]*?<!-- end -->/g,
    (_, overlay: string) => `<!-- ${overlay} -->\n${table(budgetOf(rendered(overlay)))}\n<!-- end -->`,
  );

describe("the connection budget", () => {
  test.each(overlays)("of %s fits into what PostgreSQL accepts", (overlay) => {
    const { needed, available } = budgetOf(rendered(overlay));
    expect(needed).toBeGreaterThan(50);
    expect(needed).toBeLessThanOrEqual(available);
  });

  test("is the one that is written down", () => {
    const text = readFileSync(page, "utf8");
    if (process.env.UPDATE) writeFileSync(page, recomputed(text));
    else expect(text).toBe(recomputed(text));
  });

  test("grows with a function's replicas and pool", () => {
    const manifests = rendered("minikube");
    const more = JSON.parse(
      JSON.stringify(manifests).replaceAll('"max-scale":"2"', '"max-scale":"3"').replaceAll('max-scale":"2"', 'max-scale":"3"'),
    );
    expect(budgetOf(more).needed).toBeGreaterThan(budgetOf(manifests).needed);
  });
});
