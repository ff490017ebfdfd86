/** Spans, and the W3C trace context that ties them together. */

export type SpanKind = "server" | "producer" | "consumer";
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export type Span = {
  /** The W3C trace context that whatever this causes carries on. */
  readonly traceparent: string | null;
  /** Ends it; an error marks it as failed, a name replaces the one that it began with. */
  end(outcome?: { readonly error?: unknown; readonly name?: string; readonly attributes?: Attributes }): void;
};

/** Begins a span below `parent`, a trace context or null for a trace of its own. */
export type BeginSpan = (name: string, kind: SpanKind, parent: string | null, attributes?: Attributes) => Span;

/** A well-formed header of version 00 (W3C Trace Context 3.2), else null: what is malformed must be ignored. */
export const traceparentOf = (header: string | undefined): string | null =>
  /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(header ?? "") ? header! : null;
