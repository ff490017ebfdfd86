/** Prometheus metrics of one process. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export const registry = new Registry();

let hasDefaults = false;
/** Adds what Node itself tells of the process, once. */
export function collectDefaults(): void {
  if (!hasDefaults) collectDefaultMetrics({ register: registry });
  hasDefaults = true;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

export const counter = <L extends string>(name: string, help: string, labelNames: L[] = []): Counter<L> =>
  new Counter({ name, help, labelNames, registers: [registry] });
export const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> =>
  new Gauge({ name, help, labelNames, registers: [registry] });
export const histogram = <L extends string>(name: string, help: string, labelNames: L[] = [], buckets = SECONDS): Histogram<L> =>
  new Histogram({ name, help, labelNames, buckets, registers: [registry] });
