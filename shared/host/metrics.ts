/** Prometheus metrics of one process. Without prom-client's index: its push gateway and its cluster are loaded with it, and not wanted. */
import Counter from "prom-client/lib/counter.js";
import Gauge from "prom-client/lib/gauge.js";
import Histogram from "prom-client/lib/histogram.js";
import Registry from "prom-client/lib/registry.js";

export const registry = new Registry();

let hasDefaults = false;
/** Adds what Node itself tells of the process, once. */
export async function collectDefaults(): Promise<void> {
  if (hasDefaults) return;
  hasDefaults = true;
  const { default: collectDefaultMetrics } = await import("prom-client/lib/defaultMetrics.js");
  collectDefaultMetrics({ register: registry });
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

export const counter = <L extends string>(name: string, help: string, labelNames: L[] = []): Counter<L> =>
  new Counter({ name, help, labelNames, registers: [registry] });
export const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> =>
  new Gauge({ name, help, labelNames, registers: [registry] });
export const histogram = <L extends string>(name: string, help: string, labelNames: L[] = [], buckets = SECONDS): Histogram<L> =>
  new Histogram({ name, help, labelNames, buckets, registers: [registry] });
