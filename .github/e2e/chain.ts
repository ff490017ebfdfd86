// The way of one message on a deployed product, through its door only: node .github/e2e/chain.ts [--kill]
//   A task that repeats is made by chat and completed; its successor, its history, its proof and the other window have to follow.
//   --kill deletes the pods of every function, Kafka's dispatcher and the broker in between.
// CHAT_URL and SYNC_URL say where; TOKEN signs in, else DEX_URL with the user of knative/overlays/minikube.
import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { signIn } from "./sign-in.ts";

const { values } = parseArgs({ options: { kill: { type: "boolean", default: false } } });
const chat = process.env.CHAT_URL ?? "http://chat.todo.localhost:8080";
const sync = process.env.SYNC_URL ?? "http://sync.todo.localhost:8080";
const issuer = process.env.DEX_URL ?? "http://dex.todo.localhost:8080/dex";
/** A pod that is woken from zero, or that begins anew after it was killed, takes its time. */
const patienceMs = 180_000;

type Task = { id: string; title: string; status: string; predecessorId: string | null; due: { date: string } | null };

async function main(): Promise<void> {
  const dex = { issuer, clientId: "todo", redirectUri: `${chat}/`, email: "you@example.com", password: "password" };
  const token = process.env.TOKEN ?? (await until("signing in", () => signIn(dex)));
  const title = `water the plants ${Date.now()}`;
  const window = openWindow(token);
  await until("the window", async () => window.isReady());

  const said = await until("the chat", () =>
    request<{ outcome: string; text: string }>(token, "POST", "/api/v1/chat", {
      text: `"${title}" every monday at 9am`,
      conversationId: crypto.randomUUID(),
    }),
  );
  if (said.outcome !== "done") throw new Error(`The chat answered: ${said.text}`);
  const first = await until("the task", async () => (await tasks(token)).find((task) => task.title === title && task.status === "open"));
  console.log(`made       ${first.id}, due ${first.due?.date}`);

  if (values.kill) killEverything();
  // One key: an answer that was lost with its pod is given again, not refused as done already.
  const key = crypto.randomUUID();
  await until("completing", () => request(token, "POST", `/api/v1/tasks/${first.id}/complete`, undefined, key));
  console.log("completed");
  if (values.kill) killEverything();

  const next = await until("the successor", async () => (await tasks(token)).find((task) => task.predecessorId === first.id));
  console.log(`followed   ${next.id}, due ${next.due?.date}`);
  if (!next.due || !first.due || next.due.date <= first.due.date) throw new Error("The successor is not due later.");
  await until("the other window", async () => window.titles(next.id) === title);
  console.log("shown      in the other window");
  const entries = await until("the history", async () => {
    const page = await request<{ entries: { type: string }[] }>(token, "GET", `/api/v1/tasks/${first.id}/history`);
    const types = page.entries.map((entry) => entry.type);
    return types.includes("todo.task.created.v1") && types.includes("todo.task.completed.v1") && types;
  });
  console.log(`audited    ${entries.join(", ")}`);
  const proof = await until("the proof", async () => {
    const found = await request<{ intact: boolean; entries: number; head: number }>(token, "GET", "/api/v1/me/verification");
    return found.intact && found.entries === found.head && found;
  });
  console.log(`verified   ${proof.entries} of ${proof.head} events, unbroken`);
  const successors = (await tasks(token)).filter((task) => task.predecessorId === first.id);
  if (successors.length !== 1) throw new Error(`${successors.length} successors where one has to be.`);
  window.close();
}

async function request<T>(token: string, method: string, path: string, body?: unknown, key: string = crypto.randomUUID()): Promise<T> {
  const response = await fetch(new URL(path, chat), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      "time-zone": "Europe/Berlin",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(method === "POST" ? { "idempotency-key": key } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

const tasks = async (token: string): Promise<Task[]> => (await request<{ tasks: Task[] }>(token, "GET", "/api/v1/tasks?status=open")).tasks;

/** A window that opens its socket again whenever it breaks, from where it was. */
function openWindow(token: string): { isReady(): boolean; titles(id: string): string | undefined; close(): void } {
  const shown = new Map<string, string>();
  let cursor: string | null = null;
  let isOver = false;
  let socket: WebSocket;
  const open = (): void => {
    socket = new WebSocket(`${sync.replace(/^http/, "ws")}/sync`);
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", token, cursor }));
    socket.onmessage = ({ data }) => {
      const message: { cursor?: string; tasks?: Task[] } = JSON.parse(String(data));
      cursor = message.cursor ?? cursor;
      for (const task of message.tasks ?? []) shown.set(task.id, task.title);
    };
    socket.onerror = () => {};
    socket.onclose = () => void (isOver || setTimeout(open, 500));
  };
  open();
  return {
    isReady: () => cursor !== null,
    titles: (id) => shown.get(id),
    close() {
      isOver = true;
      socket.close();
    },
  };
}

function killEverything(): void {
  const kill = (namespace: string, selector: string): void => {
    execFileSync(
      "kubectl",
      ["delete", "pod", "--namespace", namespace, "--selector", selector, "--force", "--grace-period", "0", "--wait=false"],
      {
        stdio: ["ignore", "ignore", "ignore"],
      },
    );
  };
  kill("todo", "serving.knative.dev/service in (chat,relay,recurrence,notification,audit,sync)");
  kill("knative-eventing", "app=kafka-source-dispatcher");
  kill("kafka", "strimzi.io/cluster=todo,strimzi.io/kind=Kafka");
  console.log("killed     every function, the dispatcher, Kafka");
}

async function until<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  let fault: unknown = null;
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(500)) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      fault = error;
    }
  }
  throw new Error(`Not within ${patienceMs} ms: ${what}.`, { cause: fault });
}

await main();
