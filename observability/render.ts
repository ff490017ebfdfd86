// Prints what the Prometheus operator and Grafana's sidecar read: node observability/render.ts | kubectl apply --server-side -n monitoring -f -
import { readFileSync } from "node:fs";
import { parse } from "yaml";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const labels = { "app.kubernetes.io/part-of": "todo-chatbot" };
const metadata = { name: "todo", labels };

/** Functions are scraped as pods: Knative's Service would wake a sleeping one and reach one replica only. */
const podMonitor = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PodMonitor",
  metadata,
  spec: {
    namespaceSelector: { matchNames: ["todo"] },
    selector: { matchExpressions: [{ key: "serving.knative.dev/service", operator: "Exists" }] },
    podMetricsEndpoints: [
      {
        // The name that Knative gives a function's own port.
        port: "user-port",
        path: "/metrics",
        interval: "15s",
        relabelings: [
          { sourceLabels: ["__meta_kubernetes_pod_label_app_kubernetes_io_component"], targetLabel: "function" },
          { sourceLabels: ["__meta_kubernetes_pod_label_serving_knative_dev_revision"], targetLabel: "revision" },
        ],
      },
    ],
  },
};

const kafkaMonitor = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PodMonitor",
  metadata: { name: "todo-kafka", labels },
  spec: {
    namespaceSelector: { matchNames: ["kafka"] },
    selector: { matchLabels: { "strimzi.io/name": "todo-kafka-exporter" } },
    podMetricsEndpoints: [{ port: "tcp-prometheus", path: "/metrics", interval: "30s" }],
  },
};

const rules = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata,
  spec: parse(read("rules.yaml")),
};

const dashboard = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "todo-dashboard", labels: { ...labels, grafana_dashboard: "1" } },
  data: { "todo.json": read("dashboard.json") },
};

console.log(JSON.stringify({ apiVersion: "v1", kind: "List", items: [podMonitor, kafkaMonitor, rules, dashboard] }));
