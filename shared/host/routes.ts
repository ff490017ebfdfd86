/**
 * A few fixed paths on node:http: all that a function needs whose work comes in as deliveries. A framework on fetch's Request and Response would load
 * those first, which takes a quarter of such a function's cold start (decision 011).
 */
import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Log } from "../log.ts";
import { HttpError, problemOf } from "./problem.ts";

/** A body that is not one text is sent piece by piece, as fast as it is taken. */
export type Answer = { status: number; headers?: OutgoingHttpHeaders; body?: string | AsyncIterable<string> };

/** Answers, or throws what `problemOf` knows how to say. */
export type Route = (request: IncomingMessage, query: URLSearchParams) => Promise<Answer>;

/** Routes by "METHOD /path". */
export type Routes = Readonly<Record<string, Route>>;

/** Answers by these routes, or `otherwise`. What a route throws becomes a problem, and what is a fault of ours a line in the log. */
export function routing(routes: Routes, log: Log, otherwise: RequestListener = unknown(routes)): RequestListener {
  return (request, response) => {
    const [path = "", query = ""] = (request.url ?? "").split(/\?(.*)/s);
    const route = routes[`${request.method === "HEAD" ? "GET" : request.method} ${path}`];
    if (!route) return otherwise(request, response);
    route(request, new URLSearchParams(query))
      .catch((error: unknown) => {
        const answer = problemAnswer(error);
        if (answer.status >= 500) log.error({ err: error, status: answer.status }, "request failed");
        return answer;
      })
      .then((answer) => send(response, answer))
      .catch((error: NodeJS.ErrnoException) => {
        // Too late for another status: who reads must not take what has come for the whole.
        response.destroy();
        const nobodyReads = error.code === "ERR_STREAM_PREMATURE_CLOSE";
        if (!nobodyReads) log.error({ err: error }, "an answer broke off");
      });
  };
}

export const plain = (status: number, body: string): Answer => ({ status, headers: { "content-type": "text/plain; charset=utf-8" }, body });

export const json = (value: unknown, headers: OutgoingHttpHeaders = {}): Answer => ({
  status: 200,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(value),
});

/** An error as RFC 9457 says it. */
export function problemAnswer(error: unknown): Answer & { body: string } {
  const problem = problemOf(error);
  const later = problem.status === 503 || problem.status === 429 ? { "retry-after": "1" } : {};
  // What is left of a body that is too large is not waited for.
  const close = problem.status === 413 ? { connection: "close" } : {};
  return {
    status: problem.status,
    headers: { "content-type": "application/problem+json", ...later, ...close },
    body: JSON.stringify(problem),
  };
}

async function send(response: ServerResponse, { status, headers = {}, body }: Answer): Promise<void> {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
  if (body === undefined || typeof body === "string") response.end(body);
  else await pipeline(Readable.from(body), response);
}

/** 404 for an unknown path, 405 for a known one with another method. */
const unknown =
  (routes: Routes): RequestListener =>
  (request, response) => {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    const allowed = Object.keys(routes).flatMap((route) => (route.endsWith(` ${path}`) ? [route.split(" ", 1)[0]] : []));
    if (allowed.length === 0) {
      void send(response, problemAnswer(new HttpError(404, "no-such-route", `There is nothing at ${path.slice(0, 100)}.`)));
      return;
    }
    const answer = problemAnswer(new HttpError(405, "method-not-allowed", `Expected one of ${allowed.join(", ")}.`));
    void send(response, { ...answer, headers: { ...answer.headers, allow: allowed.join(", ") } });
  };
