/** How to reach daprd. */
export type DaprSettings = {
  /** http://host:port, without a path. */
  readonly endpoint: string;
  readonly apiToken: string | null;
  /** After how long an operation is given up; 1 s when not given. */
  readonly deadlineMs?: number;
};

/** The settings from the variables that Dapr sets beside an app (DAPR_HTTP_ENDPOINT before DAPR_HTTP_PORT), or null when there is no daprd. */
export function daprSettings(env: Readonly<Record<string, string | undefined>>): DaprSettings | null {
  const endpoint = env.DAPR_HTTP_ENDPOINT ? endpointOf(env.DAPR_HTTP_ENDPOINT) : env.DAPR_HTTP_PORT ? loopback(env.DAPR_HTTP_PORT) : null;
  return endpoint === null ? null : { endpoint, apiToken: env.DAPR_API_TOKEN || null };
}

function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(`DAPR_HTTP_ENDPOINT is a URL such as http://dapr:3500, not "${text}".`);
  return url.origin;
}

function loopback(text: string): string {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`DAPR_HTTP_PORT is a TCP port, not "${text}".`);
  return `http://127.0.0.1:${port}`;
}
