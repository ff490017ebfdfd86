/** Loads a server over HTTP, group by group. Runs in a process of its own: `run-load.ts` starts it. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { openConnection, requestBytes } from "./http-connection.ts";

export type LoadRequest = { method: string; path: string; body: object | null };

/** Clients of one kind, all of them at once. */
export type LoadGroup = {
  name: string;
  /** Each has one request under way. */
  connections: number;
  /** Each connection takes the next one for every request, beginning at its own place. */
  tokens: string[];
  requests: LoadRequest[];
  /** Milliseconds between an answer and the next request, drawn evenly from this range. */
  pauseMs: [least: number, most: number];
  /** Whether a 429 is heeded as its Retry-After of one second says. */
  heedsRefusals: boolean;
};

export type LoadPlan = { url: string; seconds: number; groups: LoadGroup[] };

/** An answer below 400: which request of its group it was, and how long it took. */
export type Sample = [request: number, ms: number];

export type GroupResult = { name: string; seconds: number; samples: Sample[]; refused: number; statuses: Record<string, number> };

export async function load(plan: LoadPlan): Promise<GroupResult[]> {
  const url = new URL(plan.url);
  const until = performance.now() + plan.seconds * 1_000;
  return Promise.all(plan.groups.map((group) => loadGroup(url, group, until)));
}

async function loadGroup(url: URL, group: LoadGroup, until: number): Promise<GroupResult> {
  const { name, connections, tokens, requests, pauseMs } = group;
  const result: GroupResult = { name, seconds: 0, samples: [], refused: 0, statuses: {} };
  const [least, most] = pauseMs;
  const client = async (place: number): Promise<void> => {
    const connection = await openConnection(url);
    // People do not all begin in the same instant.
    if (most > 0) await pause(Math.random() * most);
    for (let turn = place; performance.now() < until; turn++) {
      const index = turn % requests.length;
      const { method, path, body } = requests[index]!;
      const headers = {
        authorization: `Bearer ${tokens[(place * Math.ceil(tokens.length / connections) + turn) % tokens.length]}`,
        ...(method === "GET" ? {} : { "idempotency-key": randomUUID() }),
      };
      const bytes = requestBytes(url, method, path, headers, body && JSON.stringify(body));
      const sentAt = performance.now();
      const status = await connection.send(bytes);
      if (status < 400) result.samples.push([index, performance.now() - sentAt]);
      if (status === 429) result.refused += 1;
      result.statuses[status] = (result.statuses[status] ?? 0) + 1;
      if (status === 429 && group.heedsRefusals) await pause(1_000);
      else if (most > 0) await pause(least + Math.random() * (most - least));
    }
    connection.close();
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, (_, place) => client(place)));
  return { ...result, seconds: (performance.now() - began) / 1_000 };
}

if (import.meta.main) {
  process.once("message", (plan: LoadPlan) => {
    load(plan).then(
      (result) => process.send!(result, () => process.exit(0)),
      (error: Error) => {
        console.error(error.message);
        process.exit(1);
      },
    );
  });
}
