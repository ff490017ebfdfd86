/** func.yaml as Knative's `func` reads it, as far as it is used; func's own schema knows no further fields either. */
import { always, closed, cpu, list, memory, name, type Schema, text } from "./pod.ts";

const count: Schema = { type: "integer", minimum: 0 };

export const funcYaml: Schema = closed({
  specVersion: { type: "string", pattern: "^0\\.[0-9]+\\.0$" },
  name,
  runtime: always("typescript"),
  invoke: { enum: ["http", "cloudevent"] },
  created: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$" },
  namespace: always("todo"),
  deploy: closed({
    namespace: always("todo"),
    serviceAccountName: name,
    healthEndpoints: closed({ liveness: text, readiness: text }),
    labels: list(closed({ key: text, value: text })),
    options: closed({
      scale: closed({ min: count, max: count, metric: { enum: ["concurrency", "rps"] }, target: count }),
      resources: closed({ requests: closed({ cpu, memory }), limits: closed({ memory, concurrency: count }) }),
    }),
  }),
});
