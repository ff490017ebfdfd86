/** One POST to an address that a user has given: to public addresses only, judged at the moment of connecting. */
import { lookup as resolveName } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Attempt } from "../decide.ts";
import { isLoopbackAddress, isPublicAddress } from "./public-address.ts";

export type Address = { address: string; family: number };

export type PostOptions = {
  /** Also http and https to this machine: for a laptop, never for a cluster. */
  allowLoopback: boolean;
  timeoutMs?: number;
  /** All addresses of a name, as DNS tells them now. */
  resolve?: (hostname: string) => Promise<Address[]>;
};

const LONGEST_ANSWER_BYTES = 64 * 1024;

/** The address may not be spoken to. */
class Forbidden extends Error {
  override name = "Forbidden";
}

/**
 * Sends a body and tells how that ended; never throws for what the other side or the URL does. Redirects are answers like any other.
 * The name is resolved once, every address it has is judged, and the connection goes to one of exactly these: a name that
 * points elsewhere a moment later (DNS rebinding) gains nothing.
 */
export async function post(url: string, headers: Record<string, string>, body: string, options: PostOptions): Promise<Attempt> {
  try {
    const target = checkedUrl(url, options.allowLoopback);
    return await exchange(target, headers, body, options);
  } catch (error) {
    if (error instanceof Forbidden) return { kind: "forbidden", detail: error.message };
    return { kind: "unreachable", detail: reasonOf(error) };
  }
}

function checkedUrl(text: string, allowLoopback: boolean): URL {
  if (!URL.canParse(text)) throw new Forbidden("The webhook's URL cannot be read.");
  const url = new URL(text);
  if (url.protocol !== "https:" && !(allowLoopback && url.protocol === "http:")) throw new Forbidden("The webhook's URL is not https.");
  if (url.username || url.password) throw new Forbidden("The webhook's URL has a user name or password in it.");
  const port = Number(url.port || 443);
  if (url.protocol === "https:" && port !== 443 && port < 1024)
    throw new Forbidden(`Port ${port} belongs to another service than the web.`);
  // A literal address is never looked up, so it is judged here; URL has already normalised 127.1, 0x7f000001 and the like.
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal)) checkAddress(literal, url.protocol, allowLoopback);
  return url;
}

function checkAddress(address: string, protocol: string, allowLoopback: boolean): void {
  if (allowLoopback && isLoopbackAddress(address)) return;
  if (protocol !== "https:") throw new Forbidden("The webhook's URL is not https.");
  if (!isPublicAddress(address)) throw new Forbidden("The webhook's address is not on the public internet.");
}

const resolveAll = (hostname: string): Promise<Address[]> => resolveName(hostname, { all: true, verbatim: true });

function exchange(url: URL, headers: Record<string, string>, body: string, options: PostOptions): Promise<Attempt> {
  const { allowLoopback, timeoutMs = 10_000, resolve = resolveAll } = options;
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    resolve(hostname)
      .then((addresses) => {
        const [first] = addresses;
        if (!first) throw new Error("The webhook's host has no address.");
        for (const { address } of addresses) checkAddress(address, url.protocol, allowLoopback);
        if (all) callback(null, addresses);
        else callback(null, first.address, first.family);
      })
      .catch((error: Error) => callback(error, ""));
  };
  const send = url.protocol === "https:" ? https.request : http.request;
  return new Promise((done, failed) => {
    const request = send(url, {
      method: "POST",
      agent: false, // a connection of its own: one kept alive would have been judged for another request
      lookup,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "todo-notification/1",
        ...headers,
      },
    });
    request.on("error", failed);
    request.on("response", (response) => {
      const answer: Attempt = {
        kind: "answered",
        status: response.statusCode ?? 0,
        retryAfterMs: retryAfterMs(response.headers["retry-after"]),
      };
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > LONGEST_ANSWER_BYTES) response.destroy();
      });
      // However the body ends, the status has been said.
      response.on("error", () => {});
      response.on("close", () => done(answer));
    });
    request.end(body);
  });
}

/** Seconds; a date is not understood, since it would have to be compared with this machine's clock. */
function retryAfterMs(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) * 1000 : null;
}

/** What went wrong, in words that tell the user nothing about our network. */
function reasonOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  if (name === "AbortError" || name === "TimeoutError") return "The receiver did not answer in time.";
  return `The receiver could not be reached${code ? ` (${code})` : ""}.`;
}
