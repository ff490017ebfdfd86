/** The answers of benchmarks as lines of text. Pure. */
import type { Aim, Row } from "./benchmark.ts";
import { median } from "./statistics.ts";

/** "0.62 × (0.58–0.66)", or a dash when nothing was measured. */
export function figureOf({ values, unit }: Row): string {
  if (values.length === 0) return "–";
  const text = (value: number) => (unit === "×" ? value.toFixed(2) : value.toFixed(1));
  return `${text(median(values))} ${unit} (${text(Math.min(...values))}–${text(Math.max(...values))})`;
}

/** Whether the median reaches the aim; null without an aim or a figure. */
export function isReached({ values, aim }: Row): boolean | null {
  if (!aim || values.length === 0) return null;
  return "atLeast" in aim ? median(values) >= aim.atLeast : median(values) <= aim.atMost;
}

/** The rows under their headings, in columns. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const reached = isReached(row);
    return [row.what, figureOf(row), row.aim ? aimText(row.aim, row.unit) : "", reached === null ? "" : reached ? "yes" : "no", row.beside];
  });
  const all = [["", "median (range)", "aim", "met", "beside"], ...lines];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  return all.map((line) => `  ${line.map((text, column) => text.padEnd(widths[column]!)).join("  ")}`.trimEnd()).join("\n");
}

const aimText = (aim: Aim, unit: Row["unit"]): string => ("atLeast" in aim ? `≥ ${aim.atLeast} ${unit}` : `≤ ${aim.atMost} ${unit}`);
