import { type DaprCalls, DaprRefused, DaprUnavailable, throwError } from "./dapr-calls.ts";
import { checkKey, checkSave, EtagMismatch, type StateStore } from "./state-store.ts";

/** State in the Dapr component of this name; keys are the app's own, so functions share nothing. */
export function daprState(calls: DaprCalls, store = "state"): StateStore {
  /** By getBulk, because the SDK's get drops the ETag. */
  const read = async (key: string): Promise<Item> => {
    const items: unknown = await calls(`Reading state ${key}`, (client) => client.state.getBulk(store, [key]));
    return itemOf(key, items);
  };

  return {
    async get(key, parse) {
      checkKey(key);
      const { data, etag } = await read(key);
      return etag === null ? null : { value: parse(data), etag };
    },

    async save(key, value, options) {
      checkSave(key, value, options);
      const { etag, ttlSeconds } = options;
      checkEtag(key, etag);
      try {
        await calls(`Saving state ${key}`, async (client, sdk) => {
          const concurrency = sdk.StateConcurrencyEnum.CONCURRENCY_FIRST_WRITE;
          const consistency = sdk.StateConsistencyEnum.CONSISTENCY_STRONG;
          const item = { key, value, options: { concurrency, consistency } };
          const expiry = ttlSeconds === null ? {} : { metadata: { ttlInSeconds: String(ttlSeconds) } };
          throwError(await client.state.save(store, [{ ...item, ...expiry, ...(etag === null ? {} : { etag }) }]));
        });
      } catch (error) {
        if (isConflict(error)) throw new EtagMismatch(key, { cause: error });
        // To create what exists already is no 409 but a 500 in state.postgresql, so look whether that was the reason.
        if (etag === null && error instanceof DaprUnavailable && (await existsNow(key))) throw new EtagMismatch(key, { cause: error });
        throw error;
      }
    },

    async delete(key, etag) {
      checkKey(key);
      checkEtag(key, etag);
      try {
        await calls(`Deleting state ${key}`, async (client, sdk) => {
          const concurrency = sdk.StateConcurrencyEnum.CONCURRENCY_FIRST_WRITE;
          // The SDK puts the key into the path as it is.
          throwError(await client.state.delete(store, encodeURIComponent(key), { etag, concurrency }));
        });
      } catch (error) {
        if (isConflict(error)) throw new EtagMismatch(key, { cause: error });
        throw error;
      }
    },
  };

  async function existsNow(key: string): Promise<boolean> {
    return read(key).then(
      ({ etag }) => etag !== null,
      () => false,
    );
  }
}

type Item = { readonly data: unknown; readonly etag: string | null };

function itemOf(key: string, items: unknown): Item {
  const item: unknown = Array.isArray(items) ? items.find((one) => isRecord(one) && one.key === key) : undefined;
  if (!isRecord(item)) throw new Error(`daprd answered a read of ${key} without that key.`);
  if (typeof item.error === "string" && item.error !== "") throw new DaprUnavailable(item.error);
  return { data: item.data, etag: typeof item.etag === "string" ? item.etag : null };
}

/** An empty ETag is none at all to the SDK and to daprd: the delete would be unconditional. */
function checkEtag(key: string, etag: string | null): void {
  if (etag === "") throw new EtagMismatch(key);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isConflict(error: unknown): boolean {
  return error instanceof DaprRefused && error.status === 409;
}
