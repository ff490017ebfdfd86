import type { DaprClient } from "@dapr/dapr";
import type { DaprSettings } from "./settings.ts";

type Sdk = typeof import("@dapr/dapr");

/** daprd did not answer in time, cannot be reached, or its store fails. */
export class DaprUnavailable extends Error {
  override readonly name = "DaprUnavailable";
}

/** daprd answered with a status that is the caller's to judge. */
export class DaprRefused extends Error {
  override readonly name = "DaprRefused";
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** Runs operations of the Dapr SDK with a deadline and turns every failure of theirs into a thrown error. */
export type DaprCalls = <T>(operation: string, work: (client: DaprClient, sdk: Sdk) => Promise<T>) => Promise<T>;

/**
 * Calls to one daprd. The SDK is imported by the first call (it costs a quarter of a second), and each call before daprd
 * is ready asks once: left to itself the SDK would wait half a minute for it.
 */
export function daprCalls(settings: DaprSettings): DaprCalls {
  const deadlineMs = settings.deadlineMs ?? 1_000;
  let connected: DaprClient | null = null;

  async function connect(sdk: Sdk, signal: AbortSignal): Promise<DaprClient> {
    if (connected !== null) return connected;
    await checkReady(settings, signal);
    const client = newClient(sdk, settings);
    await client.start();
    connected ??= client;
    return connected;
  }

  return async (operation, work) => {
    const sdk = await import("@dapr/dapr");
    const abort = new AbortController();
    const attempt = connect(sdk, abort.signal).then((client) => work(client, sdk));
    try {
      return await before(deadlineMs, attempt);
    } catch (error) {
      throw judged(operation, error);
    } finally {
      abort.abort();
    }
  };
}

/** The SDK's save and delete resolve to `{ error }` instead of rejecting. */
export function throwError(answer: { readonly error?: Error }): void {
  if (answer.error !== undefined) throw answer.error;
}

async function checkReady({ endpoint, apiToken }: DaprSettings, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${endpoint}/v1.0/healthz/outbound`, {
    signal,
    headers: apiToken === null ? {} : { "dapr-api-token": apiToken },
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new DaprUnavailable(`daprd is not ready (${answer.status}).`);
}

function newClient(sdk: Sdk, { endpoint, apiToken }: DaprSettings): DaprClient {
  const url = new URL(endpoint);
  const silent = { error() {}, warn() {}, info() {}, verbose() {}, debug() {} };
  return new sdk.DaprClient({
    // The SDK joins both with a colon and accepts a scheme in the first.
    daprHost: `${url.protocol}//${url.hostname}`,
    daprPort: url.port || (url.protocol === "https:" ? "443" : "80"),
    communicationProtocol: sdk.CommunicationProtocolEnum.HTTP,
    logger: { service: silent },
    ...(apiToken === null ? {} : { daprApiToken: apiToken }),
  });
}

/** The SDK has no time limit and cannot be aborted: the attempt is left behind, and what it does later is unknown. */
async function before<T>(deadlineMs: number, attempt: Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DaprUnavailable(`daprd did not answer within ${deadlineMs} ms.`)), deadlineMs);
  try {
    return await Promise.race([attempt, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function judged(operation: string, error: unknown): Error {
  if (error instanceof DaprUnavailable) return new DaprUnavailable(`${operation}: ${error.message}`, { cause: error });
  const answer = answerOf(error);
  if (answer !== null && answer.status < 500)
    return new DaprRefused(answer.status, `${operation}: daprd answered ${answer.status}: ${answer.text}`);
  const reason = answer === null ? String(error) : `its store failed: ${answer.text}`;
  return new DaprUnavailable(`${operation}: ${reason}`, { cause: error });
}

/** The SDK puts status and body of an answer into the error's message, as JSON. */
function answerOf(error: unknown): { status: number; text: string } | null {
  if (!(error instanceof Error) || !error.message.startsWith("{")) return null;
  try {
    const { status, error_msg: text }: Record<string, unknown> = JSON.parse(error.message);
    return typeof status === "number" ? { status, text: String(text) } : null;
  } catch {
    return null;
  }
}
