/** The page in a real browser when something goes wrong, or happens elsewhere at the same time. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browser } from "../../../local/parts/browser.ts";
import { partOrSkip } from "../../../local/parts/part-or-skip.ts";
import { isLive, openStage, row, type Stage, say } from "./testing/stage.ts";

const executablePath = await partOrSkip("a browser", () => browser());

describe.skipIf(executablePath === null)("the page, when things go wrong", () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(executablePath!);
  });
  afterAll(() => stage?.close());

  it("comes back by itself after sync was killed, and has missed nothing", async () => {
    const name = stage.someone();
    const page = await stage.open(name);
    stage.product.child("sync").kill();
    await page.waitForSelector("body:not([data-connection=live])");
    await stage.api(name, "POST", "/api/v1/tasks", { title: "made meanwhile" });
    await row(page, "made meanwhile").waitFor({ timeout: 30_000 });
    await page.waitForSelector("body[data-connection=live]", { timeout: 30_000 });
  });

  it("gives a message back when it cannot be sent", async () => {
    const page = await stage.open(stage.someone());
    await page.route("**/api/v1/chat", (route) =>
      route.fulfill({ status: 500, contentType: "application/problem+json", body: '{"detail":"Broken."}' }),
    );
    await say(page, "buy milk");
    await page.getByText("Broken.").waitFor();
    await page.getByRole("button", { name: "Edit and send again" }).click();
    expect(await page.inputValue("#message")).toBe("buy milk");
  });

  it("renews its token without a word before it ends", async () => {
    const page = await stage.open(stage.someone());
    await page.clock.install();
    const renewed = page.waitForRequest(
      (request) => request.url().endsWith("/token") && (request.postData() ?? "").includes("refresh_token"),
    );
    await page.clock.setFixedTime(Date.now() + 595_000);
    await say(page, "buy milk");
    await renewed;
    await row(page, "buy milk").waitFor();
  });

  it("shows what there is although sync is away from the beginning", async () => {
    const name = stage.someone();
    await stage.api(name, "POST", "/api/v1/tasks", { title: "there already" });
    const page = await (await stage.browser.newContext()).newPage();
    await page.route("**/changes**", (route) => route.abort());
    await page.routeWebSocket("**/sync", (socket) => socket.close());
    await page.goto(`${stage.product.url}/?login_hint=${name}`);
    await row(page, "there already").waitFor();
    await expect.poll(() => page.locator("#connection").textContent()).toBe("No live updates");
  });

  it("says nothing of an empty list, and of news, before it knows", async () => {
    const name = stage.someone();
    await stage.api(name, "POST", "/api/v1/tasks", { title: "there already" });
    const page = await (await stage.browser.newContext()).newPage();
    await page.addInitScript(() => {
      const seen = { empty: 0, flashes: 0 };
      Object.assign(globalThis, { seen });
      const look = () => {
        if (document.querySelector(".empty")?.checkVisibility()) seen.empty += 1;
        if (document.querySelector(".row.changed")) seen.flashes += 1;
        requestAnimationFrame(look);
      };
      look();
    });
    await page.goto(`${stage.product.url}/?login_hint=${name}`);
    await row(page, "there already").waitFor();
    await isLive(page);
    expect(await page.evaluate("seen")).toEqual({ empty: 0, flashes: 0 });
  });

  it("goes on after a reload: with the conversation, its open question, and the message that was being written", async () => {
    const page = await stage.open(stage.someone());
    for (const text of ["call Ann", "call Bob", "complete call"]) await say(page, text);
    await page.fill("#message", "half a thought");
    await page.reload();
    await isLive(page);
    expect(await page.inputValue("#message")).toBe("half a thought");
    await page.locator(".choice", { hasText: "call Bob" }).click();
    await page.locator(".group.closed .row", { hasText: "call Bob" }).waitFor({ state: "attached" });
  });

  it("asks again after a reload for an answer that never came, without doing it twice", async () => {
    const name = stage.someone();
    const page = await stage.open(name);
    let sent = 0;
    await page.route("**/api/v1/chat", async (route) => {
      sent += 1;
      await route.fetch(); // done by the server, but the answer is lost
      await page.reload();
    });
    await page.fill("#message", "buy milk");
    await page.keyboard.press("Enter");
    await expect.poll(() => sent).toBeGreaterThan(0);
    await page.unroute("**/api/v1/chat");
    await page.locator(".bubble.bot.done").waitFor();
    const { tasks } = await stage.api(name, "GET", "/api/v1/tasks");
    expect(tasks).toHaveLength(1);
  });

  it("keeps what was said when the session has ended, and says it after signing in", async () => {
    const page = await stage.open(stage.someone());
    await page.route("**/token", (route) =>
      route.fulfill({ status: 400, contentType: "application/json", body: '{"error":"invalid_grant"}' }),
    );
    await page.clock.install();
    await page.clock.setFixedTime(Date.now() + 700_000);
    await page.fill("#message", "a thought worth keeping");
    await page.keyboard.press("Enter");
    await page.getByText("Your session has ended").waitFor();
    await page.unroute("**/token");
    await page.getByRole("button", { name: "Sign in" }).click();
    await row(page, "a thought worth keeping").waitFor();
  });

  it("leaves an edit where it is when the task is closed elsewhere, and saves over it once that was said", async () => {
    const name = stage.someone();
    const { id } = await stage.api(name, "POST", "/api/v1/tasks", { title: "shared" });
    const page = await stage.open(name);
    await row(page, "shared").locator(".title").click();
    await stage.api(name, "POST", `/api/v1/tasks/${id}/complete`);
    await page.locator(".group.undated .row.completed.editing").waitFor();
    await page.getByRole("textbox", { name: "Title" }).fill("mine");
    await page.keyboard.press("Enter");
    await page.getByText("It was changed elsewhere meanwhile").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".group.closed .row", { hasText: "mine" }).waitFor({ state: "attached" });
  });

  it("offers to undo the last thing only, and to answer the last question only", async () => {
    const name = stage.someone();
    for (const title of ["alpha", "beta"]) await stage.api(name, "POST", "/api/v1/tasks", { title });
    const page = await stage.open(name);
    await say(page, "call Ann");
    await row(page, "alpha").locator(".check").click();
    await page.getByText("Done: alpha").waitFor();
    expect(await page.locator(".bubble .way-back").count()).toBe(0);
    await row(page, "beta").locator(".check").click();
    await page.getByText("Done: beta").waitFor();
    expect(await page.locator(".toast .way-back").count()).toBe(1);
    await say(page, "call Bob");
    expect(await page.locator(".toast .way-back").count()).toBe(0);
    await say(page, "delete everything");
    await page.getByRole("button", { name: "yes" }).waitFor();
    await say(page, "list");
    expect(await page.getByRole("button", { name: "yes" }).count()).toBe(0);
  });

  it("keeps a text that no message can hold in the field", async () => {
    const page = await stage.open(stage.someone());
    await page.fill("#message", "x".repeat(10_001));
    await page.keyboard.press("Enter");
    await page.getByText("A message holds 10000 characters; this one has 10001.").waitFor();
    expect(await page.inputValue("#message")).toHaveLength(10_001);
  });

  it("has never broken its own security policy or thrown", () => {
    expect(stage.complaints).toEqual([]);
  });
});
