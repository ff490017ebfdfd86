/**
 * The hash chain of one user's events, recomputed. On purpose nothing here is shared with what makes the links: an independent reading of
 * link = SHA-256(previous link ‖ sequence as 20 digits ‖ id ‖ type ‖ SHA-256(data bytes)), where the link before the first is 32 zero bytes.
 */
import { createHash } from "node:crypto";
import type { Verification } from "@todo/shared/contracts/types.ts";

/** Where the user's stream stands: the last number it has given out, and the link there. */
export type Head = { generation: number; sequence: number; link: Buffer };

export type ChainEntry = {
  generation: number;
  sequence: number;
  eventId: string;
  type: string;
  link: Buffer;
  /** The hash that was filed with the entry. */
  dataHash: Buffer;
  /** The hash of the bytes as they are now; null when they are gone. */
  foundHash: Buffer | null;
};

export type Fault = Verification["faults"][number];

/** A link noted earlier by someone else than this database: what exposes a history that was rewritten as a whole. */
export type Anchor = { sequence: number; link: Buffer };

export type ChainCheck = {
  /** Takes the next entry; entries come in the order of their numbers, those of one number together. */
  add(entry: ChainEntry): void;
  /** No more entries: the faults in the order they were found, at most `MOST_FAULTS`, and how many entries there were. */
  end(): { entries: number; faults: Fault[] };
};

export const START: Buffer = Buffer.alloc(32);
export const MOST_FAULTS = 1_000;
const ERASED = "todo.user.erased.v1";

export const sha256 = (bytes: string | Buffer): Buffer => createHash("sha256").update(bytes).digest();

/** The link of an event behind `previous`. */
export function linkOf(previous: Buffer, entry: Pick<ChainEntry, "sequence" | "eventId" | "type">, dataHash: Buffer): Buffer {
  const number = String(entry.sequence).padStart(20, "0");
  return createHash("sha256").update(previous).update(number).update(entry.eventId).update(entry.type).update(dataHash).digest();
}

/** A link that the next entry may build on, and what it says about the entry before if it does. */
type Footing = { link: Buffer; says: "altered" | "unlinked" | null };

/**
 * Checks a chain in one pass, in memory that does not grow with it. A number may have entries of several generations: a restored database
 * goes on from an earlier number, and what had been sent before is no fork but a branch that was lost; the newest generation is the chain.
 */
export function checkChain(head: Head, anchors: readonly Anchor[] = []): ChainCheck {
  const faults: Fault[] = [];
  const report = (sequence: number, kind: Fault["kind"], detail: string) => {
    const repeated = faults.some((fault, index) => index >= faults.length - 2 && fault.sequence === sequence && fault.kind === kind);
    if (faults.length < MOST_FAULTS && !repeated) faults.push({ sequence, kind, detail });
  };
  let entries = 0;
  let together: ChainEntry[] = [];
  let expected = 1;
  let generation = 0;
  /** Null behind a gap: the next link cannot be recomputed and is taken as it is. */
  let footings: Footing[] | null = [{ link: START, says: null }];
  let doubted: number | null = null;
  let bare: { from: number; to: number } | null = null;
  const gone: { from: number; to: number }[] = [];

  const resolve = (says: Footing["says"]) => {
    if (doubted === null) return;
    const detail =
      says === "unlinked" ? "Its link does not follow from the event before it." : "It is not what was linked when it was written.";
    report(doubted, says ?? "altered", detail);
    doubted = null;
  };
  const miss = (from: number, to: number) => {
    report(from, "missing", from === to ? `Number ${from} is not here.` : `Numbers ${from} to ${to} are not here.`);
    resolve("altered");
    footings = null;
  };
  const noteBytes = (sequence: number, present: boolean) => {
    if (present) return;
    if (bare && bare.to === sequence - 1) bare.to = sequence;
    else {
      bare = { from: sequence, to: sequence };
      if (gone.length < MOST_FAULTS) gone.push(bare);
    }
  };

  /** Which entries of one number belong to the chain; the others of that number are lost branches, or faults. */
  const candidatesOf = (sequence: number): ChainEntry[] => {
    const possible = together.filter((entry) => {
      if (entry.generation > head.generation) report(sequence, "unlinked", `Event ${entry.eventId} is of a generation that has not begun.`);
      return entry.generation <= head.generation && entry.generation >= generation;
    });
    const newest = Math.max(...possible.map((entry) => entry.generation));
    return possible.filter((entry) => entry.generation === newest);
  };

  const step = () => {
    const sequence = together[0]!.sequence;
    const candidates = candidatesOf(sequence);
    together = [];
    if (candidates.length === 0) return;
    if (sequence > head.sequence || sequence < 1) {
      if (candidates[0]!.generation === head.generation || head.sequence === 0)
        report(sequence, "unlinked", `The stream's head is ${head.sequence}: this number was not given out.`);
      return;
    }
    if (sequence > expected) miss(expected, sequence - 1);
    expected = sequence + 1;
    generation = candidates[0]!.generation;
    if (candidates.length > 1) {
      report(sequence, "forked", `One number, several events: ${candidates.map((entry) => entry.eventId).join(", ")}.`);
    }
    for (const { foundHash, dataHash } of candidates) {
      if (foundHash && !foundHash.equals(dataHash)) report(sequence, "altered", "Its data is not what was filed.");
    }
    noteBytes(
      sequence,
      candidates.every((entry) => entry.foundHash !== null),
    );
    follow(sequence, candidates);
    for (const anchor of anchors) {
      if (anchor.sequence === sequence && !candidates.some((entry) => entry.link.equals(anchor.link)))
        report(sequence, "unlinked", "Its link is not the one noted earlier.");
    }
    // An erasure takes all bytes up to its own number.
    if (candidates.some((entry) => entry.type === ERASED)) {
      gone.length = 0;
      bare = null;
    }
  };

  const follow = (sequence: number, candidates: ChainEntry[]) => {
    const stored = candidates.map((entry): Footing => ({ link: entry.link, says: null }));
    if (footings === null) {
      footings = stored;
      return;
    }
    const before = footings;
    const linked = candidates.flatMap((entry) => {
      const hashes = entry.foundHash ? [entry.foundHash, entry.dataHash] : [entry.dataHash];
      const footing = before.find(({ link }) => hashes.some((hash) => linkOf(link, entry, hash).equals(entry.link)));
      return footing ? [{ entry, footing }] : [];
    });
    if (linked.length > 0) {
      resolve(linked[0]!.footing.says);
      footings = linked.map(({ entry }) => ({ link: entry.link, says: null }));
      return;
    }
    resolve("altered");
    // Whether the link or the contents were changed shows at the next entry: by which of the two it was linked to.
    doubted = sequence;
    footings = [
      ...stored.map(({ link }): Footing => ({ link, says: "altered" })),
      ...candidates.flatMap((entry) =>
        before.map(({ link }): Footing => ({ link: linkOf(link, entry, entry.foundHash ?? entry.dataHash), says: "unlinked" })),
      ),
    ].slice(0, 64);
  };

  return {
    add(entry) {
      entries += 1;
      if (together.length > 0 && together[0]!.sequence !== entry.sequence) step();
      together.push(entry);
    },
    end() {
      if (together.length > 0) step();
      if (expected <= head.sequence) miss(expected, head.sequence);
      else {
        const last = footings?.find(({ link }) => link.equals(head.link));
        resolve(last ? last.says : "altered");
        if (!last) report(head.sequence, "unlinked", "The stream's head has another link than the last event.");
      }
      for (const { from, to } of gone) {
        report(
          from,
          "missing",
          `The data of ${from === to ? `number ${from} is` : `numbers ${from} to ${to} is`} gone without an erasure.`,
        );
      }
      return { entries, faults };
    },
  };
}
