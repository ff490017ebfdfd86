import { daprCalls } from "./dapr-calls.ts";
import { daprSecrets } from "./dapr-secrets.ts";
import { daprState } from "./dapr-state.ts";
import { localSecrets } from "./local-secrets.ts";
import { localState, type Queries } from "./local-state.ts";
import type { SecretStore } from "./secret-store.ts";
import type { DaprSettings } from "./settings.ts";
import type { StateStore } from "./state-store.ts";

/** The store of state where this process runs: Dapr's when there is a daprd, else the table local.state. */
export function openState(config: { readonly dapr: DaprSettings | null; readonly database: Queries }): StateStore {
  return config.dapr === null ? localState(config.database) : daprState(daprCalls(config.dapr));
}

/** The secrets where this process runs: Dapr's when there is a daprd, else a JSON file. */
export function openSecrets(config: { readonly dapr: DaprSettings | null; readonly secretsFile: string }): SecretStore {
  return config.dapr === null ? localSecrets(config.secretsFile) : daprSecrets(daprCalls(config.dapr));
}
