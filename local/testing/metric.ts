/** What the functions of this process have counted. */
import { registry } from "@todo/shared/host/metrics.ts";

/** The value of a metric with exactly these labels; 0 where nothing has been counted. */
export async function metricOf(name: string, labels: Record<string, string> = {}): Promise<number> {
  const { values } = (await registry.getSingleMetric(name)?.get()) ?? { values: [] };
  const entries = Object.entries(labels);
  const found = values.find((one) => {
    const of: Record<string, unknown> = one.labels;
    return Object.keys(of).length === entries.length && entries.every(([label, value]) => of[label] === value);
  });
  return found?.value ?? 0;
}
