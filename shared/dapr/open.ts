import { daprCalls } from "./dapr-calls.ts";
import { daprSecrets } from "./dapr-secrets.ts";
import { daprState } from "./dapr-state.ts";
import { localSecrets } from "./local-secrets.ts";
import { localState, type Queries } from "./local-state.ts";
import { SecretMissing, type SecretStore } from "./secret-store.ts";
import { type DaprSettings, daprSettings } from "./settings.ts";
import type { StateStore } from "./state-store.ts";

/** The store of state where this process runs: Dapr's when there is a daprd, else the table local.state. */
export function openState(config: { readonly dapr: DaprSettings | null; readonly database: Queries }): StateStore {
  return config.dapr === null ? localState(config.database) : daprState(daprCalls(config.dapr));
}

/** The secrets where this process runs: Dapr's when there is a daprd, else a JSON file at SECRETS_FILE, else none. */
export function openSecrets(env: Readonly<Record<string, string | undefined>>): SecretStore {
  const dapr = daprSettings(env);
  if (dapr !== null) return daprSecrets(dapr);
  return env.SECRETS_FILE ? localSecrets(env.SECRETS_FILE) : noSecrets;
}

const noSecrets: SecretStore = {
  async get(name) {
    throw new SecretMissing(name, "there is neither a daprd nor a SECRETS_FILE");
  },
};
