import { setTimeout as sleep } from "node:timers/promises";
import { DaprUnavailable } from "./dapr-calls.ts";
import { SecretMissing, type SecretStore } from "./secret-store.ts";
import type { DaprSettings } from "./settings.ts";

/** A sidecar begins before its function, but has components to load. Less than a liveness probe waits. */
const PATIENCE_MS = 45_000;
const ASK_AGAIN_MS = 50;

/**
 * Secrets of the Dapr component of this name. Without the SDK: every function reads its database's URL before it can begin, and
 * loading the SDK would take longer than that. The first call waits until daprd is ready.
 */
export function daprSecrets(settings: DaprSettings, { store = "secrets", patienceMs = PATIENCE_MS } = {}): SecretStore {
  const { endpoint, apiToken, deadlineMs = 1_000 } = settings;
  const ask = (path: string): Promise<Response> =>
    fetch(`${endpoint}/v1.0/${path}`, {
      signal: AbortSignal.timeout(deadlineMs),
      headers: apiToken === null ? {} : { "dapr-api-token": apiToken },
    });
  let ready: Promise<void> | null = null;

  async function untilReady(): Promise<void> {
    for (const deadline = performance.now() + patienceMs; ; await sleep(ASK_AGAIN_MS)) {
      const answer = await ask("healthz/outbound").catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      if (performance.now() > deadline) throw new DaprUnavailable(`daprd at ${endpoint} was not ready within ${patienceMs} ms.`);
    }
  }

  return {
    async get(name) {
      ready ??= untilReady().catch((error: unknown) => {
        ready = null;
        throw error;
      });
      await ready;
      const answer = await ask(`secrets/${store}/${encodeURIComponent(name)}`).catch((error: unknown) => {
        throw new DaprUnavailable(`Reading the secret ${name}: daprd does not answer.`, { cause: error });
      });
      const text = await answer.text();
      // 403 comes from the Configuration's scopes, which are asked first.
      if (answer.status === 403 || answer.status === 404)
        throw new SecretMissing(name, `create it in the component ${store} and allow it in the Dapr Configuration`, { cause: text });
      if (!answer.ok) throw new DaprUnavailable(`Reading the secret ${name}: daprd answered ${answer.status}: ${text}`);
      return oneValue(name, JSON.parse(text));
    },
  };
}

/** A file answers with the secret's name and value, Kubernetes with all keys of the Secret. */
function oneValue(name: string, answer: unknown): string {
  const values: unknown[] = typeof answer === "object" && answer !== null ? Object.values(answer) : [];
  const [value] = values;
  if (values.length === 1 && typeof value === "string") return value;
  throw new Error(`The secret ${name} has ${values.length} values where one is expected.`);
}
