/** Knative's Service, KafkaSource and KafkaSink, as far as they are used. Knative's own limits: serving/config/core, eventing-kafka-broker's CRDs. */
import { always, closed, container, list, metadata, name, port, type Schema, text, volumes } from "./pod.ts";

const count: Schema = { type: "string", pattern: "^[0-9]+$" };
const duration: Schema = { type: "string", pattern: "^PT[0-9]+(\\.[0-9]+)?S$" };

/** What the injector is told of daprd. A misspelt annotation is refused by nobody and obeyed by nobody: only these are known. */
export const daprAnnotations: Record<string, Schema> = {
  "dapr.io/enabled": always("true"),
  "dapr.io/app-id": name,
  "dapr.io/config": name,
  "dapr.io/metrics-port": always("19090"),
  "dapr.io/disable-builtin-k8s-secret-store": always("true"),
  "dapr.io/enable-native-sidecar": always("true"),
  "dapr.io/sidecar-cpu-request": text,
  "dapr.io/sidecar-memory-request": text,
  "dapr.io/sidecar-memory-limit": text,
  "dapr.io/sidecar-seccomp-profile-type": always("RuntimeDefault"),
};

const annotations: Schema = closed(
  {
    "autoscaling.knative.dev/min-scale": count,
    "autoscaling.knative.dev/max-scale": { type: "string", pattern: "^[1-9][0-9]*$" },
    "autoscaling.knative.dev/metric": { enum: ["concurrency", "rps"] },
    "autoscaling.knative.dev/target": count,
    "serving.knative.dev/progress-deadline": { type: "string", pattern: "^[0-9]+s$" },
    ...daprAnnotations,
  },
  ["autoscaling.knative.dev/min-scale", "autoscaling.knative.dev/max-scale", "serving.knative.dev/progress-deadline"],
);

const podLabels: Schema = closed({ "app.kubernetes.io/part-of": always("todo-chatbot"), "app.kubernetes.io/component": name });

export const service: Schema = closed({
  apiVersion: always("serving.knative.dev/v1"),
  kind: always("Service"),
  metadata: closed({
    name,
    namespace: always("todo"),
    labels: closed(
      {
        "app.kubernetes.io/part-of": always("todo-chatbot"),
        "app.kubernetes.io/component": name,
        "networking.knative.dev/visibility": always("cluster-local"),
      },
      ["app.kubernetes.io/part-of", "app.kubernetes.io/component"],
    ),
  }),
  spec: closed({
    template: closed({
      metadata: closed({ labels: podLabels, annotations }),
      spec: closed(
        {
          serviceAccountName: name,
          automountServiceAccountToken: always(false),
          enableServiceLinks: always(false),
          containerConcurrency: { type: "integer", minimum: 0, maximum: 1000 },
          // queue-proxy drains for 30 s and the function after it: less would be cut. More than 600 is refused.
          timeoutSeconds: { type: "integer", minimum: 60, maximum: 600 },
          containers: {
            type: "array",
            minItems: 1,
            maxItems: 1,
            items: container(closed({ name: { enum: ["http1", "h2c"] }, containerPort: port })),
          },
          volumes,
        },
        ["enableServiceLinks", "timeoutSeconds", "containers"],
      ),
    }),
  }),
});

const secretKey: Schema = closed({ secretKeyRef: closed({ name, key: text }) });

/** Every delivery field whole: giving any replaces all defaults, and the default of `retry` is then 0. */
export const kafkaSource: Schema = closed({
  apiVersion: always("sources.knative.dev/v1"),
  kind: always("KafkaSource"),
  metadata,
  spec: closed({
    bootstrapServers: list({ type: "string", pattern: "^[a-z0-9.-]+:[0-9]+$" }),
    topics: list(text),
    consumerGroup: { type: "string", pattern: "^todo\\." },
    consumers: { type: "integer", minimum: 1 },
    initialOffset: always("earliest"),
    ordering: always("unordered"),
    delivery: closed({
      retry: { type: "integer", minimum: 1 },
      backoffPolicy: always("linear"),
      backoffDelay: duration,
      timeout: duration,
      deadLetterSink: closed({ ref: closed({ apiVersion: always("eventing.knative.dev/v1alpha1"), kind: always("KafkaSink"), name }) }),
    }),
    net: closed({
      sasl: closed({ enable: always(true), type: secretKey, user: secretKey, password: secretKey }),
      tls: closed({ enable: always(true), caCert: secretKey }),
    }),
    sink: closed({ ref: closed({ apiVersion: always("serving.knative.dev/v1"), kind: always("Service"), name }) }),
  }),
});

export const kafkaSink: Schema = closed({
  apiVersion: always("eventing.knative.dev/v1alpha1"),
  kind: always("KafkaSink"),
  metadata,
  spec: closed({
    topic: name,
    bootstrapServers: list(text),
    contentMode: always("binary"),
    auth: closed({ secret: closed({ ref: closed({ name }) }) }),
  }),
});
