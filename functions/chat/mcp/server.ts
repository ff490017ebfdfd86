/**
 * The Model Context Protocol, as its own SDK speaks it: the stateless revision, and the older ones that begin with a handshake.
 * Whoever imports this file loads the SDK, which would add a third to chat's start: only the first message of an assistant does.
 */
import {
  type CallToolResult,
  createMcpHandler,
  isLegacyRequest,
  McpServer,
  type StandardSchemaWithJSON,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { Ajv, addFormats } from "@modelcontextprotocol/server/validators/ajv";
import type { ErrorObject } from "ajv";
import { explained } from "../api/body.ts";
import type { Arguments, ObjectSchema } from "./operation.ts";
import { INSTRUCTIONS, type Tool } from "./tools.ts";

export type { CallToolResult };

/** Does what a tool is for, on behalf of whoever sent the request. */
export type Call = (tool: Tool, given: Arguments, request: Request) => Promise<CallToolResult>;

/** Answers one message; `body` is the request's, already parsed. Nothing is remembered from one request to the next. */
export type Answer = (request: Request, body: unknown) => Promise<Response>;

type Schema = StandardSchemaWithJSON<Arguments, Arguments>;
type Validate = Schema["~standard"]["validate"];

const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));

export function openAnswer(tools: Tool[], call: Call): Answer {
  const offered = tools.map((tool) => ({
    tool,
    config: {
      title: tool.operation.summary,
      description: tool.description,
      inputSchema: schemaOf(tool.operation.input, explaining(tool.operation.input)),
      // Answers are held to the API's description by its tests; refusing one here would hide what has been done.
      outputSchema: schemaOf(tool.operation.output, (value) => ({ value: value as Arguments })),
      annotations: tool.hints,
    },
  }));
  const serverFor = (request: Request): McpServer => {
    const capabilities = { tools: { listChanged: false } };
    const server = new McpServer({ name: "todo", version: "1.0.0" }, { capabilities, instructions: INSTRUCTIONS });
    for (const { tool, config } of offered) server.registerTool(tool.name, config, (given) => call(tool, given, request));
    return server;
  };
  // Nothing is ever announced, so nobody needs to wait for it on an open stream.
  const modern = createMcpHandler(({ requestInfo }) => serverFor(requestInfo!), { legacy: "reject", maxSubscriptions: 0 });
  return async (request, parsedBody) => {
    if (!(await isLegacyRequest(request, parsedBody))) return modern.fetch(request, { parsedBody });
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    const server = serverFor(request);
    await server.connect(transport);
    return transport.handleRequest(request, { parsedBody }).finally(() => server.close());
  };
}

const schemaOf = (schema: ObjectSchema, validate: Validate): Schema => ({
  "~standard": { version: 1, vendor: "json-schema", jsonSchema: { input: () => schema, output: () => schema }, validate },
});

/** Says what is wrong with arguments. Compiled when the tool is first called. */
function explaining(schema: ObjectSchema): Validate {
  let check: ReturnType<typeof ajv.compile> | undefined;
  return (value) => {
    check ??= ajv.compile(schema);
    if (check(value)) return { value: value as Arguments };
    const faults = (check.errors as ErrorObject[]).map(explained);
    return { issues: faults.map(({ path, expected }) => ({ message: `${path}: expected ${expected}` })) };
  };
}
