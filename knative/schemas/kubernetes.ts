/** Kubernetes' own kinds, as far as they are used. */
import { daprAnnotations } from "./knative.ts";
import { always, closed, container, list, metadata, name, port, type Schema, text, volumes } from "./pod.ts";

const strings: Schema = { type: "object", additionalProperties: { type: "string" } };
const object = (apiVersion: string, kind: string, spec: Schema): Schema =>
  closed({ apiVersion: always(apiVersion), kind: always(kind), metadata, spec });

const selector: Schema = closed(
  {
    matchLabels: strings,
    matchExpressions: list(closed({ key: text, operator: { enum: ["In", "Exists"] }, values: list(text) }, ["key", "operator"])),
  },
  [],
);
const podSecurity: Schema = closed(
  { runAsNonRoot: always(true), fsGroup: { type: "integer", minimum: 1 }, seccompProfile: closed({ type: always("RuntimeDefault") }) },
  ["runAsNonRoot", "seccompProfile"],
);

const pod = (more: Record<string, Schema>, hasDapr = false): Schema =>
  closed({
    metadata: closed({ labels: strings, ...(hasDapr ? { annotations: closed(daprAnnotations) } : {}) }),
    spec: closed(
      {
        serviceAccountName: name,
        // daprd reads Secrets with it; nobody else needs one.
        automountServiceAccountToken: always(hasDapr),
        enableServiceLinks: always(false),
        terminationGracePeriodSeconds: { type: "integer", minimum: 30 },
        securityContext: podSecurity,
        containers: list(container(closed({ name, containerPort: port }))),
        volumes,
        ...more,
      },
      ["automountServiceAccountToken", "enableServiceLinks", "securityContext", "containers", ...Object.keys(more)],
    ),
  });

const spread: Schema = list(
  closed({ maxSkew: port, topologyKey: text, whenUnsatisfiable: { enum: ["ScheduleAnyway", "DoNotSchedule"] }, labelSelector: selector }),
);

const peers: Schema = list({
  oneOf: [closed({ namespaceSelector: selector }), closed({ podSelector: selector })],
});
const ports: Schema = list(closed({ protocol: { enum: ["TCP", "UDP"] }, port }));

export const namespace: Schema = closed({
  apiVersion: always("v1"),
  kind: always("Namespace"),
  metadata: closed({ name: always("todo"), labels: strings }),
});
export const serviceAccount: Schema = closed({
  apiVersion: always("v1"),
  kind: always("ServiceAccount"),
  metadata,
  automountServiceAccountToken: { type: "boolean" },
});
export const configMap: Schema = closed({ apiVersion: always("v1"), kind: always("ConfigMap"), metadata, data: strings });
export const networkPolicy: Schema = object(
  "networking.k8s.io/v1",
  "NetworkPolicy",
  closed(
    {
      podSelector: selector,
      policyTypes: list({ enum: ["Ingress", "Egress"] }),
      ingress: list(closed({ from: peers, ports })),
      egress: list(closed({ to: peers, ports }, [])),
    },
    ["podSelector", "policyTypes"],
  ),
);
export const job: Schema = object(
  "batch/v1",
  "Job",
  closed({
    backoffLimit: { type: "integer" },
    activeDeadlineSeconds: { type: "integer" },
    template: pod({ restartPolicy: always("Never") }, true),
  }),
);
export const deployment: Schema = object(
  "apps/v1",
  "Deployment",
  closed({ replicas: { type: "integer", minimum: 2 }, selector, template: pod({ topologySpreadConstraints: spread }) }),
);
export const statefulSet: Schema = object(
  "apps/v1",
  "StatefulSet",
  closed({ serviceName: name, replicas: always(1), selector, template: pod({}), volumeClaimTemplates: list({ type: "object" }) }),
);
export const service: Schema = object(
  "v1",
  "Service",
  closed({ selector: strings, ports: list(closed({ name, port, targetPort: name })) }),
);
export const disruptionBudget: Schema = object("policy/v1", "PodDisruptionBudget", closed({ minAvailable: port, selector }));
