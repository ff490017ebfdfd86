/** SINKS: where each Knative Service listens on this machine, as a JSON object of URLs. */
export const sinks = {
  name: "SINKS",
  read(value: string): Record<string, string> {
    let parsed: unknown;
    try {
      parsed = JSON.parse(value);
    } catch {
      throw new Error("is not JSON");
    }
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw new Error("is not a JSON object");
    const urls: Record<string, string> = {};
    for (const [service, url] of Object.entries(parsed)) {
      if (typeof url !== "string" || !URL.canParse(url) || new URL(url).protocol !== "http:") {
        throw new Error(`has no http URL for ${service}`);
      }
      urls[service] = url;
    }
    return urls;
  },
};
