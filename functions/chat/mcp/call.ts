/** A tool's call → the request of the API that it stands for → what the assistant is told. */
import type { ChatReply, Problem } from "@todo/shared/contracts/types.ts";
import type { Arguments, Operation } from "./operation.ts";
import type { CallToolResult } from "./server.ts";
import type { Tool } from "./tools.ts";

/** What of the assistant's own request the API has to know as well. */
const PASSED_ON = ["authorization", "time-zone", "accept-language", "traceparent", "x-request-id"];

/** Asks `api` on behalf of whoever sent `request`. A refusal is an answer for the assistant; it was logged as every other of the API. */
export async function call(
  api: (request: Request) => Response | Promise<Response>,
  tool: Tool,
  given: Arguments,
  request: Request,
): Promise<CallToolResult> {
  const headers = new Headers();
  for (const name of PASSED_ON) if (request.headers.has(name)) headers.set(name, request.headers.get(name)!);
  const response = await api(requestOf(tool.operation, given, new URL(request.url).origin, headers));
  const body: unknown = await response.json();
  if (!response.ok) {
    const { code, detail } = body as Problem;
    return { isError: true, content: [{ type: "text", text: `${code}: ${detail}` }] };
  }
  const text = tool.name === "say" ? (body as ChatReply).text : JSON.stringify(body);
  return { content: [{ type: "text", text }], structuredContent: body as Record<string, unknown> };
}

/** The request that asks for the operation with these arguments, which fit its schema; `headers` are the caller's. */
export function requestOf({ method, path, parameters }: Operation, given: Arguments, origin: string, headers: Headers): Request {
  const url = new URL(
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given[name]))),
    origin,
  );
  const sent = new Headers(headers);
  const body: Arguments = {};
  for (const [argument, value] of Object.entries(given)) {
    const parameter = parameters.find((one) => one.argument === argument);
    if (!parameter) body[argument] = value;
    else if (parameter.place === "query") for (const one of [value].flat()) url.searchParams.append(parameter.name, String(one));
    else if (parameter.place === "header") sent.set(parameter.name, argument === "version" ? `"${value}"` : String(value));
  }
  if (method === "GET" || method === "DELETE") return new Request(url, { method, headers: sent });
  sent.set("content-type", "application/json");
  return new Request(url, { method, headers: sent, body: JSON.stringify(body) });
}
