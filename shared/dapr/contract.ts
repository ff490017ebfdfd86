import { beforeAll, describe, expect, test } from "vitest";
import { SecretMissing, type SecretStore } from "./secret-store.ts";
import { EtagMismatch, type StateStore } from "./state-store.ts";

const uuid = (): string => crypto.randomUUID();
const asIs = (value: unknown): unknown => value;
const first = { etag: null, ttlSeconds: null };
const neverGivenOut = "00000000-0000-4000-8000-000000000000";

/** What every StateStore does. `open` gives another handle on the same store with each call, as another process would have. */
export function stateStoreContract(open: () => StateStore): void {
  let store: StateStore;
  beforeAll(() => {
    store = open();
  });

  async function read(key: string): Promise<{ value: unknown; etag: string }> {
    const stored = await open().get(key, asIs);
    if (stored === null) throw new Error(`Nothing is stored under ${key}.`);
    return stored;
  }

  /** The outcomes of attempts made at once: how many wrote, how many were told that they came second. */
  async function outcomes(attempts: readonly Promise<void>[]): Promise<{ written: number; refused: number }> {
    const settled = await Promise.allSettled(attempts);
    const refused = settled.filter((one) => one.status === "rejected" && one.reason instanceof EtagMismatch).length;
    return { written: settled.filter((one) => one.status === "fulfilled").length, refused };
  }

  describe("a store of state", () => {
    test("knows nothing under a key that was never written", async () => {
      expect(await store.get(uuid(), asIs)).toBeNull();
    });

    test.each([
      { name: "an object", value: { list: [{ id: 1, due: null }], nested: { deep: [true, -0.5, 1e21] } } },
      { name: "null", value: null },
      { name: "an empty text", value: "" },
      { name: "false", value: false },
      { name: "a list", value: [1, "two"] },
      { name: "every kind of character", value: "<é> \u0000 \u2028 \\ 👩‍🚀 \n" },
      { name: "a large text", value: "x".repeat(200_000) },
    ])("gives back $name to another process", async ({ value }) => {
      const key = uuid();
      await store.save(key, value, first);
      expect((await read(key)).value).toEqual(value);
    });

    test("lets the reader say what the value has to be", async () => {
      const key = uuid();
      await store.save(key, { count: 1 }, first);
      const refuse = (value: unknown): never => {
        throw new Error(`unexpected ${JSON.stringify(value)}`);
      };
      await expect(store.get(key, refuse)).rejects.toThrow('unexpected {"count":1}');
      expect((await store.get(key, (value) => JSON.stringify(value)))?.value).toBe('{"count":1}');
    });

    test.each(["a/b?c=d&e#f", "50% off", "%2F", "../..", "Zoë 👩‍🚀", 'quote"', "a|b"])(
      "writes, finds and deletes the key %j",
      async (name) => {
        const key = `${uuid()}${name}`;
        await store.save(key, name, first);
        const { value, etag } = await read(key);
        expect(value).toBe(name);
        await store.delete(key, etag);
        expect(await store.get(key, asIs)).toBeNull();
      },
    );

    test("holds a key of 512 characters and refuses a longer one", async () => {
      const key = uuid().padEnd(512, "x");
      await store.save(key, "long", first);
      expect((await read(key)).value).toBe("long");
      await expect(store.save(`${key}x`, "longer", first)).rejects.toThrow(TypeError);
    });

    test.each(["", "a||b", "a\0b"])("refuses the key %j", async (key) => {
      await expect(store.get(key, asIs)).rejects.toThrow(TypeError);
      await expect(store.save(key, 1, first)).rejects.toThrow(TypeError);
      await expect(store.delete(key, neverGivenOut)).rejects.toThrow(TypeError);
    });

    test.each([0, -1, 1.5, Number.NaN])("refuses %d seconds to live", async (ttlSeconds) => {
      await expect(store.save(uuid(), 1, { etag: null, ttlSeconds })).rejects.toThrow(TypeError);
    });

    test("refuses a value that JSON cannot write", async () => {
      await expect(store.save(uuid(), undefined, first)).rejects.toThrow(TypeError);
    });
  });

  describe("the first of two writers wins", () => {
    test("when both create", async () => {
      const key = uuid();
      await store.save(key, "first", first);
      await expect(store.save(key, "second", first)).rejects.toThrow(EtagMismatch);
      expect((await read(key)).value).toBe("first");
    });

    test("when both change what they read", async () => {
      const key = uuid();
      await store.save(key, "old", first);
      const { etag } = await read(key);
      await store.save(key, "first", { etag, ttlSeconds: null });
      await expect(store.save(key, "second", { etag, ttlSeconds: null })).rejects.toThrow(EtagMismatch);
      await expect(store.delete(key, etag)).rejects.toThrow(EtagMismatch);
      const now = await read(key);
      expect(now.value).toBe("first");
      expect(now.etag).not.toBe(etag);
    });

    test("when many do so at once", async () => {
      const key = uuid();
      const handles = Array.from({ length: 8 }, open);
      const created = await outcomes(handles.map((handle, index) => handle.save(key, index, first)));
      expect(created).toEqual({ written: 1, refused: 7 });
      const { etag } = await read(key);
      const changed = await outcomes(handles.map((handle, index) => handle.save(key, index, { etag, ttlSeconds: null })));
      expect(changed).toEqual({ written: 1, refused: 7 });
    });

    test("when the other one deletes: nothing comes back to life", async () => {
      const key = uuid();
      await store.save(key, "old", first);
      const { etag } = await read(key);
      await store.delete(key, etag);
      await expect(store.save(key, "new", { etag, ttlSeconds: null })).rejects.toThrow(EtagMismatch);
      await expect(store.delete(key, etag)).rejects.toThrow(EtagMismatch);
      expect(await store.get(key, asIs)).toBeNull();
    });

    test.each([neverGivenOut, "no uuid", ""])("and the ETag %j, which was never given out, changes nothing", async (etag) => {
      const key = uuid();
      await store.save(key, "old", first);
      await expect(store.save(key, "new", { etag, ttlSeconds: null })).rejects.toThrow(EtagMismatch);
      await expect(store.delete(key, etag)).rejects.toThrow(EtagMismatch);
      expect((await read(key)).value).toBe("old");
    });
  });

  describe("a time to live", () => {
    test("ends what was saved with it, a later save lifts it, and an expired key can be created anew", async () => {
      const [mortal, lifted] = [uuid(), uuid()];
      await store.save(lifted, "stays", { etag: null, ttlSeconds: 1 });
      await store.save(lifted, "stays", { etag: (await read(lifted)).etag, ttlSeconds: null });
      await store.save(mortal, "goes", { etag: null, ttlSeconds: 1 });
      const { etag } = await read(mortal);

      await expect.poll(() => store.get(mortal, asIs), { timeout: 10_000, interval: 100 }).toBeNull();
      expect((await read(lifted)).value).toBe("stays");
      await expect(store.save(mortal, "late", { etag, ttlSeconds: null })).rejects.toThrow(EtagMismatch);
      await store.save(mortal, "anew", first);
      expect((await read(mortal)).value).toBe("anew");
    });
  });
}

/** What every SecretStore does when it holds `known`. */
export function secretStoreContract(open: () => SecretStore, known: Readonly<Record<string, string>>): void {
  describe("a store of secrets", () => {
    test.each(Object.keys(known))("knows %s", async (name) => {
      expect(await open().get(name)).toBe(known[name]);
    });

    test.each(["never-written", "never/written?", "toString"])("says that %j is missing, not that it is empty", async (name) => {
      await expect(open().get(name)).rejects.toThrow(SecretMissing);
    });
  });
}
