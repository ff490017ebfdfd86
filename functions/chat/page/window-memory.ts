/**
 * What this window would lose by a reload or by signing in again: the conversation and the message that is being written. It lies in the
 * session's storage, which ends with the window, and belongs to whoever was signed in.
 */
import type { ChatReply } from "@todo/shared/contracts/types.ts";

/** A message and its answer; without one it may have been sent or not, and the key makes sending it again safe. */
export type Exchange = { key: string; text: string; reply: ChatReply | null };

export type Talk = { conversationId: string; listNonce: string | null; exchanges: Exchange[] };

export type WindowMemory = {
  talk: Talk;
  /** To be called after each change of the talk. */
  keepTalk(): void;
  draft(): string;
  keepDraft(text: string): void;
};

const TALK = "todo.talk";
const DRAFT = "todo.draft";
const MOST_EXCHANGES = 50;

export function openWindowMemory(name: string): WindowMemory {
  const known = load<Talk>(TALK, name);
  const talk: Talk = known ?? { conversationId: crypto.randomUUID(), listNonce: null, exchanges: [] };
  return {
    talk,
    keepTalk() {
      talk.exchanges.splice(0, talk.exchanges.length - MOST_EXCHANGES);
      save(TALK, name, talk);
    },
    draft: () => load<string>(DRAFT, name) ?? "",
    keepDraft: (text) => save(DRAFT, name, text),
  };
}

/** Nothing of it is left for the next one who signs in. */
export function forgetWindow(): void {
  for (const key of [TALK, DRAFT]) sessionStorage.removeItem(key);
}

function load<T>(key: string, name: string): T | null {
  const stored: { name: string; value: T } | null = JSON.parse(sessionStorage.getItem(key) ?? "null");
  return stored?.name === name ? stored.value : null;
}

function save(key: string, name: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ name, value }));
  } catch {
    sessionStorage.removeItem(key); // full: nothing is better than an old state
  }
}
