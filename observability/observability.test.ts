import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

type Rule = {
  record?: string;
  alert?: string;
  expr: string;
  labels?: { severity: string };
  annotations?: { summary: string; runbook: string };
};
const rules: Rule[] = parse(read("rules.yaml")).groups.flatMap((group: { rules: Rule[] }) => group.rules);
const alerts = rules.filter((rule) => rule.alert !== undefined);
const panels: { type: string; title: string; targets?: { expr: string }[] }[] = JSON.parse(read("dashboard.json")).panels;
const expressions = [...rules.map((rule) => rule.expr), ...panels.flatMap((panel) => (panel.targets ?? []).map((target) => target.expr))];

/** What the functions export: name → kind and labels, read where they are declared. */
const declared = new Map<string, { kind: string; labels: string[] }>();
for (const file of globSync("{functions,shared}/**/*.ts", {
  cwd: root,
  exclude: (name) => /node_modules|generated|\.test\.ts$/.test(name),
})) {
  const source = readFileSync(`${root}/${file}`, "utf8");
  for (const [, kind, name, rest] of source.matchAll(/\b(counter|gauge|histogram)\(\s*"(\w+)"([^)]*)\)/g)) {
    const list = /\[([^\]]*)\]/.exec(rest ?? "")?.[1] ?? "";
    declared.set(name ?? "", { kind: kind ?? "", labels: [...list.matchAll(/"(\w+)"/g)].map((match) => match[1] ?? "") });
  }
}

/** What others export: Prometheus itself, prom-client's defaults for Node, Strimzi's Kafka exporter. */
const foreign = new Map<string, string[]>([
  ["up", []],
  ["nodejs_eventloop_lag_p99_seconds", []],
  ["process_cpu_seconds_total", []],
  ["process_resident_memory_bytes", []],
  ["kafka_consumergroup_lag", ["consumergroup", "topic"]],
  ["kafka_topic_partition_current_offset", ["topic"]],
]);
/** Given by the scrape. */
const everywhere = ["function"];

const recorded = new Set(rules.flatMap((rule) => rule.record ?? []));
const seriesOf = (expression: string): string[] => expression.match(/\b(?:todo|kafka|nodejs|process)[_:][\w:]+\b|\bup\b/g) ?? [];
const base = (series: string): string => (declared.has(series) ? series : series.replace(/_(bucket|count|sum)$/, ""));

describe("rules and dashboard", () => {
  test("ask only for what somebody exports", () => {
    expect(declared.size).toBeGreaterThan(15);
    const unknown = expressions
      .flatMap(seriesOf)
      .filter((series) => !recorded.has(series) && !foreign.has(series) && !declared.has(base(series)));
    expect(unknown).toEqual([]);
  });

  test("ask a histogram for its parts and nothing else for parts", () => {
    for (const series of expressions.flatMap(seriesOf)) {
      const metric = declared.get(base(series));
      if (metric) expect([series, metric.kind === "histogram"]).toEqual([series, series !== base(series)]);
    }
  });

  test("select by labels that the metric has", () => {
    for (const [, series, selector] of expressions.join("\n").matchAll(/\b(\w+)\{([^}]*)\}/g)) {
      const known = [...everywhere, ...(declared.get(base(series ?? ""))?.labels ?? foreign.get(series ?? "") ?? []), "le"];
      for (const [, label] of (selector ?? "").matchAll(/(\w+)\s*[=!]~?/g))
        expect([series, known]).toEqual([series, expect.arrayContaining([label])]);
    }
  });

  test("compare with bounds that the buckets have", () => {
    const source = readFileSync(`${root}/shared/host/metrics.ts`, "utf8");
    const bounds = /const SECONDS = \[([^\]]*)\]/.exec(source)?.[1]?.split(",").map(Number) ?? [];
    for (const [, bound] of expressions.join("\n").matchAll(/le="([^"]+)"/g)) expect(bounds).toContain(Number(bound));
  });

  test("show every metric of ours", () => {
    const shown = new Set(expressions.flatMap(seriesOf).map(base));
    expect([...declared.keys()].filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe("an alert", () => {
  const paragraphs = new Map(
    read("runbooks.md")
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf("\n")).trim(), part.slice(part.indexOf("\n")).trim()]),
  );

  test.each(alerts.map((rule) => [rule.alert ?? "", rule] as const))("%s says how urgent it is and what to do", (name, rule) => {
    expect(rule.labels?.severity).toMatch(/^(page|ticket)$/);
    expect(rule.annotations?.summary).toMatch(/\.$/);
    expect(rule.annotations?.runbook).toBe(`observability/runbooks.md#${name.toLowerCase()}`);
    expect(paragraphs.get(name)?.length ?? 0).toBeGreaterThan(80);
  });

  test("is seen to fire by promtool, which CI runs", () => {
    const groups: { alert_rule_test: { alertname: string; exp_alerts?: unknown[] }[] }[] = parse(read("rules.promtool.yaml")).tests;
    const firing = groups.flatMap(({ alert_rule_test: tests }) =>
      tests.filter((each) => each.exp_alerts).map(({ alertname }) => alertname),
    );
    expect([...new Set(firing)].toSorted()).toEqual(alerts.map((rule) => rule.alert).toSorted());
  });

  test("has a paragraph, and every paragraph an alert", () => {
    expect([...paragraphs.keys()]).toEqual(alerts.map((rule) => rule.alert));
  });

  test("has commands that name containers as the manifests do", () => {
    const containers = globSync("knative/base/*.yaml", { cwd: root })
      .flatMap((file) => parseAllDocuments(readFileSync(`${root}/${file}`, "utf8")).map((document) => document.toJS()))
      .flatMap(({ spec }) => spec?.template?.spec?.containers ?? [])
      .map(({ name }) => name);
    const named = [...read("runbooks.md").matchAll(/ -c ([\w-]+|<function>)/g)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(1);
    for (const name of named) expect([...containers, "<function>"]).toContain(name);
  });

  test("exists for each function that must never sleep", () => {
    const expression = alerts.find((rule) => rule.alert === "TodoFunctionDown")?.expr ?? "";
    const guarded = [...expression.matchAll(/function="(\w+)"/g)].map((match) => match[1]);
    expect(guarded).toEqual(["chat", "relay", "notification", "sync"]);
  });
});

describe("the objectives", () => {
  test("name recorded indicators", () => {
    const named = [...read("slo.md").matchAll(/`(todo:\w+):\*`/g)].map((match) => match[1] ?? "");
    expect(named.length).toBeGreaterThan(3);
    for (const indicator of named) expect([...recorded].filter((record) => record.startsWith(`${indicator}:`)).length).toBeGreaterThan(1);
  });
});

describe("what the operator gets", () => {
  const printed = execFileSync(process.execPath, [fileURLToPath(new URL("render.ts", import.meta.url))], { encoding: "utf8" });
  const items: { kind: string; metadata: { name: string }; spec?: unknown; data?: Record<string, string> }[] = JSON.parse(printed).items;

  test("is the rules and the dashboard as they are here", () => {
    expect(items.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "PodMonitor todo",
      "PodMonitor todo-kafka",
      "PrometheusRule todo",
      "ConfigMap todo-dashboard",
    ]);
    expect(items[2]?.spec).toEqual(parse(read("rules.yaml")));
    expect(JSON.parse(items[3]?.data?.["todo.json"] ?? "{}").panels).toEqual(panels);
  });
});
