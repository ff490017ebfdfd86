import { link } from "@todo/shared/database/transact.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChainEntry, checkChain, type Head, linkOf, START, sha256 } from "./chain.ts";

const idOf = (n: number) => `019aab3c-0000-7000-8000-${String(n).padStart(12, "0")}`;

/** A true chain of `count` events, from a footing. */
function chain(count: number, { generation = 1, from = 1, previous = START, salt = "" } = {}): ChainEntry[] {
  const entries: ChainEntry[] = [];
  for (let sequence = from; sequence < from + count; sequence++) {
    const dataHash = sha256(`{"n":${sequence}${salt}}`);
    const named = { sequence, eventId: idOf(sequence + generation * 1000), type: "todo.task.updated.v1" };
    previous = linkOf(previous, named, dataHash);
    entries.push({ ...named, generation, link: previous, dataHash, foundHash: dataHash });
  }
  return entries;
}

const headOf = (entries: ChainEntry[], generation = 1): Head => ({
  generation,
  sequence: entries.at(-1)?.sequence ?? 0,
  link: entries.at(-1)?.link ?? START,
});

const faultsOf = (entries: ChainEntry[], head: Head, anchors: Parameters<typeof checkChain>[1] = []) => {
  const check = checkChain(head, anchors);
  for (const entry of entries) check.add(entry);
  return check.end().faults.map(({ sequence, kind }) => `${sequence} ${kind}`);
};

const change = (entries: ChainEntry[], sequence: number, wrong: Partial<ChainEntry>) =>
  entries.map((entry) => (entry.sequence === sequence ? { ...entry, ...wrong } : entry));

describe("the chain, recomputed", () => {
  const entries = chain(9);
  const head = headOf(entries);

  it("AUD-2 makes the same links as the writing side", () => {
    const data = '{"title":"häß→😀"}';
    const event = { event_id: idOf(1), type: "todo.task.created.v1", data };
    const named = { sequence: 7, eventId: idOf(1), type: "todo.task.created.v1" };
    expect(linkOf(sha256("before"), named, sha256(data))).toEqual(link(sha256("before"), 7, event));
  });

  it("AUD-2 is intact when nothing was touched, and for a user who never did anything", () => {
    expect(faultsOf(entries, head)).toEqual([]);
    expect(faultsOf([], { generation: 0, sequence: 0, link: START })).toEqual([]);
  });

  it.each([
    ["an entry taken out", entries.filter((e) => e.sequence !== 4), ["4 missing"]],
    ["a stretch taken out", entries.filter((e) => e.sequence < 3 || e.sequence > 6), ["3 missing"]],
    ["the beginning taken out", entries.slice(2), ["1 missing"]],
    ["the tail cut off", entries.slice(0, 6), ["7 missing"]],
    ["everything taken out", [], ["1 missing"]],
    ["bytes changed", change(entries, 4, { foundHash: sha256("{}") }), ["4 altered"]],
    ["bytes and their hash changed", change(entries, 4, { foundHash: sha256("{}"), dataHash: sha256("{}") }), ["4 altered"]],
    ["only the filed hash changed", change(entries, 4, { dataHash: sha256("{}") }), ["4 altered"]],
    ["the type changed", change(entries, 4, { type: "todo.task.deleted.v1" }), ["4 altered"]],
    ["the last one's type changed", change(entries, 9, { type: "todo.task.deleted.v1" }), ["9 altered"]],
    ["the id changed", change(entries, 1, { eventId: idOf(99) }), ["1 altered"]],
    ["a link changed", change(entries, 4, { link: sha256("x") }), ["4 unlinked"]],
    ["the last link changed", change(entries, 9, { link: sha256("x") }), ["9 unlinked"]],
    ["bytes gone without an erasure", change(entries, 4, { foundHash: null }), ["4 missing"]],
    ["an entry beyond the head", [...entries, ...chain(1, { from: 10, previous: entries[8]!.link })], ["10 unlinked"]],
    ["an entry of a generation to come", [...entries.slice(0, 8), { ...entries[8]!, generation: 2 }], ["9 unlinked", "9 missing"]],
    [
      "two neighbours exchanged",
      change(change(entries, 4, { eventId: idOf(1005) }), 5, { eventId: idOf(1004) }),
      ["4 altered", "5 altered"],
    ],
  ])("AUD-2 finds %s", (_, tampered, faults) => {
    expect(faultsOf(tampered, head)).toEqual(faults);
  });

  it("AUD-2 finds a fork, whichever of the two the chain goes on from", () => {
    const other = chain(1, { from: 4, previous: entries[2]!.link, salt: "x" }).map((entry) => ({ ...entry, eventId: idOf(77) }));
    for (const both of [
      [entries[3]!, other[0]!],
      [other[0]!, entries[3]!],
    ]) {
      expect(faultsOf([...entries.slice(0, 3), ...both, ...entries.slice(4)], head)).toEqual(["4 forked"]);
    }
  });

  it("AUD-2 finds a history that was rewritten as a whole, by the head or else by a link noted earlier", () => {
    const rewritten = [...entries.slice(0, 3), ...chain(6, { from: 4, previous: entries[2]!.link, salt: "x" })];
    expect(faultsOf(rewritten, head)).toEqual(["9 unlinked"]);
    expect(faultsOf(rewritten, headOf(rewritten))).toEqual([]);
    expect(faultsOf(rewritten, headOf(rewritten), [{ sequence: 7, link: entries[6]!.link }])).toEqual(["7 unlinked"]);
  });

  it("AUD-3 verifies without the bytes up to an erasure, not beyond it", () => {
    const erased = chain(9).map((entry) => ({ ...entry, foundHash: null }));
    const ending = { sequence: 6, eventId: idOf(6), type: "todo.user.erased.v1" };
    const at6 = { ...erased[5]!, ...ending, link: linkOf(erased[4]!.link, ending, erased[5]!.dataHash) };
    const rest = chain(3, { from: 7, previous: at6.link });
    expect(faultsOf([...erased.slice(0, 5), at6, ...rest], headOf(rest))).toEqual([]);
    const barer = rest.map((entry) => ({ ...entry, foundHash: entry.sequence === 8 ? null : entry.foundHash }));
    expect(faultsOf([...erased.slice(0, 5), at6, ...barer], headOf(rest))).toEqual(["8 missing"]);
  });

  it("AUD-4 goes on in a new generation after a restore, and takes the lost branch for no fork", () => {
    const second = chain(3, { generation: 2, from: 6, previous: entries[4]!.link, salt: "x" });
    const lost = entries.slice(5); // 6 to 9 of generation 1, sent before the restore
    const all = [...entries.slice(0, 5), ...second, ...lost].sort((a, b) => a.sequence - b.sequence || a.generation - b.generation);
    expect(faultsOf(all, headOf(second, 2))).toEqual([]);
    // A number that only the lost branch has is missing in the chain.
    const holed = all.filter((entry) => !(entry.sequence === 7 && entry.generation === 2));
    expect(faultsOf(holed, headOf(second, 2))).toEqual(["7 missing"]);
  });

  it("AUD-2 finds any single change of any entry, and only there", () => {
    const changes: ((entry: ChainEntry) => Partial<ChainEntry>)[] = [
      () => ({ type: "todo.task.created.v1" }),
      () => ({ eventId: idOf(5) }),
      () => ({ link: sha256("other") }),
      () => ({ dataHash: sha256("other") }),
      () => ({ foundHash: sha256("other") }),
      () => ({ foundHash: sha256("other"), dataHash: sha256("other") }),
    ];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), fc.constantFrom(...changes), (count, at, wrong) => {
        const true_ = chain(count);
        const sequence = (at % count) + 1;
        const found = faultsOf(change(true_, sequence, wrong(true_[sequence - 1]!)), headOf(true_));
        expect(found.length).toBe(1);
        expect(found[0]).toMatch(new RegExp(`^${sequence} (altered|unlinked)$`));
      }),
    );
  });

  it("keeps the list of faults short however much is wrong", () => {
    const long = chain(5_000);
    const check = checkChain(headOf(long));
    for (const entry of long) check.add({ ...entry, foundHash: sha256("x") });
    const { entries: count, faults } = check.end();
    expect([count, faults.length]).toEqual([5_000, 1_000]);
  });
});
