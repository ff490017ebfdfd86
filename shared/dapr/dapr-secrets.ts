import { type DaprCalls, DaprRefused } from "./dapr-calls.ts";
import { SecretMissing, type SecretStore } from "./secret-store.ts";

/** Secrets of the Dapr component of this name. */
export function daprSecrets(calls: DaprCalls, store = "secrets"): SecretStore {
  return {
    async get(name) {
      const path = encodeURIComponent(name);
      const answer: unknown = await calls(`Reading the secret ${name}`, (client) => client.secret.get(store, path)).catch(
        (error: unknown) => {
          // 403 comes from the Configuration's scopes, which are asked first.
          const isMissing = error instanceof DaprRefused && (error.status === 403 || error.status === 404);
          if (!isMissing) throw error;
          throw new SecretMissing(name, `create it in the component ${store} and allow it in the Dapr Configuration`, { cause: error });
        },
      );
      return oneValue(name, answer);
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
