/** A span around every request of a person. A delivery has its own (receive.ts), health and metrics have none. */
import { traceparentOf } from "../trace-context.ts";
import { beginSpan } from "../tracing.ts";
import { problemOf } from "./problem.ts";
import type { Route, Routes } from "./routes.ts";

/** The same routes, each in a span of its name. */
export const traced = (routes: Routes): Routes =>
  Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, inSpan(name, route)]));

const inSpan =
  (name: string, route: Route): Route =>
  async (request, query) => {
    const [method = "", path = ""] = name.split(" ");
    const parent = traceparentOf(request.headers.traceparent?.toString());
    const span = beginSpan(name, "server", parent, { "http.request.method": method, "http.route": path });
    const end = (status: number, error: unknown) =>
      span.end({ attributes: { "http.response.status_code": status }, ...(status >= 500 ? { error } : {}) });
    try {
      const answer = await route(request, query);
      end(answer.status, `status ${answer.status}`);
      return answer;
    } catch (error) {
      end(problemOf(error).status, error);
      throw error;
    }
  };
