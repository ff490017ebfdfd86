/** An assistant without a socket: one message, one answer. */
import type { Hono } from "hono";
import type { CallToolResult } from "../mcp/server.ts";

/** A result of a tool, or an error of the protocol, as it came. */
export type RpcAnswer<R = CallToolResult> = { jsonrpc: string; id: number | null; result?: R; error?: { code: number; message: string } };

export type Assistant = {
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  ask<R = CallToolResult>(method: string, params?: object): Promise<RpcAnswer<R>>;
  /** Calls a tool that is expected to do it; the answer's structured content. */
  use<T>(tool: string, given?: object): Promise<T>;
  /** Calls a tool that is expected to refuse; the text of the refusal. */
  refusedBy(tool: string, given?: object): Promise<string>;
};

/** Works for the person with this token. */
export function assistantOf(app: Hono, token: string): Assistant {
  const post: Assistant["post"] = async (body, headers = {}) =>
    app.request("/mcp", {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "time-zone": "Europe/Berlin",
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const ask: Assistant["ask"] = async (method, params = {}) => (await post({ jsonrpc: "2.0", id: 1, method, params })).json();
  const call = async (name: string, given: object): Promise<CallToolResult> => {
    const { result, error } = await ask<CallToolResult>("tools/call", { name, arguments: given });
    if (!result) throw new Error(`${name}: ${error?.code} ${error?.message}`);
    return result;
  };
  const textOf = ({ content: [first] }: CallToolResult): string => (first?.type === "text" ? first.text : "");
  return {
    post,
    ask,
    async use<T>(tool: string, given = {}) {
      const result = await call(tool, given);
      if (result.isError) throw new Error(`${tool}: ${textOf(result)}`);
      return result.structuredContent as T;
    },
    async refusedBy(tool, given = {}) {
      const result = await call(tool, given);
      if (!result.isError) throw new Error(`${tool} did it: ${textOf(result)}`);
      return textOf(result);
    },
  };
}
