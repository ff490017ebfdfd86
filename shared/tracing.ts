/**
 * Spans of OpenTelemetry. A function begins them wherever work enters or leaves it; where OTEL_EXPORTER_OTLP_ENDPOINT is set they are
 * exported, elsewhere nothing is loaded and the caller's trace context passes through unchanged.
 */
import type { BeginSpan } from "./trace-context.ts";

const passThrough: BeginSpan = (_name, _kind, parent) => ({ traceparent: parent, end() {} });
let begin = passThrough;

export const beginSpan: BeginSpan = (...span) => begin(...span);

/** Begins to export, as the service `name`, where the environment asks for it. The result sends what is left. */
export async function startTracing(name: string, env: NodeJS.ProcessEnv = process.env): Promise<() => Promise<void>> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT && !env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return async () => {};
  // Loaded here and not above: it would cost every start of a function that is not traced.
  const { openTracer } = await import("./otlp.ts");
  const tracer = openTracer(name, env);
  begin = tracer.begin;
  return async () => {
    begin = passThrough;
    await tracer.stop();
  };
}
