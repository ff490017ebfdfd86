/** POST /api/v1/chat. */
import * as contracts from "@todo/shared/contracts/validators.generated.js";
import type { Hono } from "hono";
import { readJson } from "../api/body.ts";
import { callerOf } from "../api/caller.ts";
import { keyOf } from "../api/respond.ts";
import { type ConversationDeps, converse } from "./converse.ts";

export const chatRoutes =
  (deps: ConversationDeps) =>
  (app: Hono): void => {
    app.post("/api/v1/chat", async (c) => {
      const { value } = await readJson(c, contracts.chatRequest);
      const reply = await converse(deps, callerOf(c), value, keyOf(c));
      if (reply.commandId) c.set("commandId", reply.commandId);
      return c.json(reply, 200, { "cache-control": "no-store" });
    });
  };
