/** The OpenTelemetry SDK: spans in batches over OTLP, with the settings of its own environment variables (OTEL_EXPORTER_OTLP_*, OTEL_TRACES_SAMPLER, …). */
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { type BeginSpan, traceparentOf } from "./trace-context.ts";

/** A collector that does not answer delays no end of a function for longer. */
const FLUSH_MS = 2_000;
const KINDS = { server: SpanKind.SERVER, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER };

export type Tracer = { begin: BeginSpan; stop(): Promise<void> };

/** Opens the exporter of this process, as the service `name` in the revision that Knative says. */
export function openTracer(name: string, env: NodeJS.ProcessEnv): Tracer {
  const resource = resourceFromAttributes({
    "service.namespace": "todo",
    "service.name": env.OTEL_SERVICE_NAME || name,
    ...(env.K_REVISION ? { "service.version": env.K_REVISION } : {}),
    ...(env.HOSTNAME ? { "service.instance.id": env.HOSTNAME } : {}),
  });
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
  const tracer = provider.getTracer("todo");
  return {
    begin(name, kind, parent, attributes = {}) {
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, contextOf(parent));
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`,
        end({ error, name: better, attributes: more } = {}) {
          if (better) span.updateName(better);
          if (more) span.setAttributes(more);
          if (error !== undefined) {
            const message = error instanceof Error ? error.message : String(error);
            span.setAttribute("error.type", error instanceof Error ? error.name : "fault");
            span.setStatus({ code: SpanStatusCode.ERROR, message });
          }
          span.end();
        },
      };
    },
    async stop() {
      const { promise: tooLate, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, FLUSH_MS);
      await Promise.race([provider.shutdown().catch(() => {}), tooLate]);
      clearTimeout(timer);
    },
  };
}

function contextOf(parent: string | null): Context {
  const [, traceId, spanId, flags] = traceparentOf(parent ?? undefined)?.split("-") ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true });
}
