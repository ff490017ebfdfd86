/** Closed schemas of the part of a pod that the manifests use, stricter than Kubernetes where the product is: what may be forgotten there is required here. */

export type Schema = Record<string, unknown>;

/** An object with these properties and no others. */
export const closed = (properties: Record<string, Schema>, required: string[] = Object.keys(properties)): Schema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
export const text: Schema = { type: "string", minLength: 1 };
export const list = (items: Schema): Schema => ({ type: "array", items, minItems: 1 });
export const always = (value: unknown): Schema => ({ const: value });
export const name: Schema = { type: "string", pattern: "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$" };
export const port: Schema = { type: "integer", minimum: 1, maximum: 65_535 };

export const cpu: Schema = { type: "string", pattern: "^[0-9]+m$" };
export const memory: Schema = { type: "string", pattern: "^[0-9]+(Mi|Gi)$" };
const keyOf: Schema = closed({ name, key: text });

export const metadata: Schema = closed(
  { name, namespace: always("todo"), labels: { type: "object", additionalProperties: { type: "string" } } },
  ["name", "namespace"],
);

const env: Schema = {
  oneOf: [
    closed({ name: { type: "string", pattern: "^[A-Z][A-Z0-9_]*$" }, value: { type: "string" } }),
    closed({
      name: { type: "string", pattern: "^[A-Z][A-Z0-9_]*$" },
      valueFrom: { oneOf: [closed({ secretKeyRef: keyOf }), closed({ configMapKeyRef: keyOf })] },
    }),
  ],
};

const check: Schema = {
  oneOf: [
    closed({ httpGet: closed({ path: { type: "string", pattern: "^/" }, port }), periodSeconds: port, failureThreshold: port }, [
      "httpGet",
    ]),
    closed({ tcpSocket: closed({ port }) }),
    closed({ exec: closed({ command: list(text) }) }),
  ],
};

export const containerSecurity: Schema = closed({
  runAsNonRoot: always(true),
  runAsUser: { type: "integer", minimum: 1 },
  runAsGroup: { type: "integer", minimum: 1 },
  readOnlyRootFilesystem: always(true),
  allowPrivilegeEscalation: always(false),
  capabilities: closed({ drop: always(["ALL"]) }),
  seccompProfile: closed({ type: always("RuntimeDefault") }),
});

/** A container; `ports` says what its ports look like. No limit of CPU: throttling would only make it late. */
export const container = (ports: Schema): Schema =>
  closed(
    {
      name,
      image: { type: "string", pattern: "@sha256:[0-9a-f]{64}$" },
      command: list(text),
      args: list(text),
      ports: { type: "array", items: ports, minItems: 1, maxItems: 1 },
      env: list(env),
      readinessProbe: check,
      livenessProbe: check,
      lifecycle: closed({ preStop: closed({ exec: closed({ command: list(text) }) }) }),
      resources: closed({ requests: closed({ cpu, memory }), limits: closed({ memory }) }),
      securityContext: containerSecurity,
      volumeMounts: list(closed({ name, mountPath: text, readOnly: always(true) }, ["name", "mountPath"])),
    },
    ["name", "image", "resources", "securityContext"],
  );

export const volumes: Schema = list({
  oneOf: [
    closed({ name, configMap: closed({ name }) }),
    closed({ name, secret: closed({ secretName: name }) }),
    closed({ name, emptyDir: closed({}) }),
  ],
});
