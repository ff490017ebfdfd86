/** The one direction of imports: contracts log config tracing <- domain <- database events dapr <- tasks <- host <- functions <- local. */
const layer = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });
const shared = (...rooms) => `^shared/(${rooms.join("|")})`;

module.exports = {
  forbidden: [
    layer("no-cycles", {}, { circular: true }, "A cycle has no first file to read."),
    layer(
      "domain-is-pure",
      { path: shared("domain/"), pathNot: "\\.(test|cli)\\.ts$|/testing/" },
      { pathNot: ["^shared/(domain|contracts)/", "^node_modules/(temporal-polyfill|uuid)/"] },
      "Rules take values and return values.",
    ),
    layer(
      "base-knows-nobody",
      { path: shared("contracts/", "log", "config", "trac", "otlp"), pathNot: "(generate|\\.test)\\.ts$" },
      { path: ["^shared/(domain|database|events|dapr|tasks|host)", "^(functions|local)/"] },
      "The base is imported by all.",
    ),
    layer(
      "middle",
      { path: shared("database/", "events/", "dapr/"), pathNot: "\\.test\\.ts$" },
      { path: ["^shared/(tasks|host)", "^(functions|local)/"] },
      "Storage does not know who uses it.",
    ),
    layer(
      "tasks",
      { path: shared("tasks/"), pathNot: "\\.test\\.ts$" },
      { path: ["^shared/host", "^(functions|local)/"] },
      "The write path does not know HTTP.",
    ),
    layer(
      "host",
      { path: shared("host/"), pathNot: "\\.test\\.ts$" },
      { path: "^(functions|local)/" },
      "The host serves functions it does not know.",
    ),
    layer(
      "functions-are-islands",
      { path: "^functions/([^/]+)/" },
      { path: "^functions/", pathNot: "^functions/$1/" },
      "Functions meet in events only.",
    ),
    layer(
      "languages-in-their-folders",
      {
        path: "^functions/chat/(interpret|conversation)/",
        pathNot: [
          "/en/",
          "\\.test\\.ts$",
          "^functions/chat/interpret/interpret\\.ts$",
          "^functions/chat/conversation/(converse|carry-out|pending)\\.ts$",
        ],
      },
      { path: "^functions/chat/(interpret|conversation)/en/" },
      "What is read, decided and done knows no language; a second one is a folder beside en.",
    ),
    layer(
      "functions-know-no-laptop",
      { path: "^functions/", pathNot: "\\.test\\.ts$|/testing/" },
      { path: "^local/" },
      "There is no local mode inside a function.",
    ),
    layer(
      "kafkajs-in-one-place",
      { path: "^(functions|shared)/", pathNot: ["^functions/relay/", "\\.test\\.ts$"] },
      { path: "node_modules/kafkajs" },
      "Only the relay speaks Kafka.",
    ),
    layer(
      "opentelemetry-in-one-place",
      { path: "^(functions|shared)/", pathNot: ["^shared/otlp\\.ts$"] },
      { path: "node_modules/@opentelemetry" },
      "Spans are begun through shared/tracing.ts, which loads the SDK only where it is wanted.",
    ),
    layer(
      "dapr-in-one-place",
      { path: "^(functions|shared)/", pathNot: ["^shared/dapr/"] },
      { path: "node_modules/@dapr" },
      "Dapr is behind its adapter.",
    ),
    layer(
      "mcp-in-one-place",
      { path: "^(functions|shared)/", pathNot: ["^functions/chat/mcp/server\\.ts$", "\\.test\\.ts$"] },
      { path: "node_modules/@modelcontextprotocol" },
      "The Model Context Protocol is behind its adapter.",
    ),
    layer(
      "mcp-when-called",
      { path: "^functions/", pathNot: "\\.test\\.ts$" },
      { path: "^functions/chat/mcp/server\\.ts$", dynamic: false, dependencyTypesNot: ["type-only"] },
      "Its SDK takes a third of chat's start: only an assistant's message may load it.",
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.generated\\.|/generated/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "default"] },
  },
};
