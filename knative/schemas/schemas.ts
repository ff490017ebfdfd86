/** The schema of each kind that may occur; another kind is an error until somebody has described it here. */
import * as knative from "./knative.ts";
import * as kubernetes from "./kubernetes.ts";
import type { Schema } from "./pod.ts";

export const schemas: Readonly<Record<string, Schema>> = {
  "serving.knative.dev/v1 Service": knative.service,
  "sources.knative.dev/v1 KafkaSource": knative.kafkaSource,
  "eventing.knative.dev/v1alpha1 KafkaSink": knative.kafkaSink,
  "v1 Namespace": kubernetes.namespace,
  "v1 ServiceAccount": kubernetes.serviceAccount,
  "v1 ConfigMap": kubernetes.configMap,
  "v1 Service": kubernetes.service,
  "apps/v1 Deployment": kubernetes.deployment,
  "apps/v1 StatefulSet": kubernetes.statefulSet,
  "batch/v1 Job": kubernetes.job,
  "networking.k8s.io/v1 NetworkPolicy": kubernetes.networkPolicy,
  "policy/v1 PodDisruptionBudget": kubernetes.disruptionBudget,
};
