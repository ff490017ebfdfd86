/** The page in a real browser, against the real product. */
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "../../../local/issuer/sign-in.ts";
import { browser } from "../../../local/parts/browser.ts";
import { partOrSkip } from "../../../local/parts/part-or-skip.ts";
import { type Product, startProduct } from "../../../local/product.ts";
import { readabilityFaults } from "./testing/readability-faults.ts";

const executablePath = await partOrSkip("a browser", () => browser());
const dataDir = join(tmpdir(), `todo-page-${process.pid}`); // not 0700: as root PostgreSQL is another user
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"];

describe.skipIf(executablePath === null)("the page", () => {
  let product: Product;
  let chromiumBrowser: Browser;
  let people = 0;
  const complaints: string[] = [];

  beforeAll(async () => {
    product = await startProduct({ dataDir });
    chromiumBrowser = await chromium.launch({ executablePath: executablePath!, args: FLAGS });
  });
  afterAll(async () => {
    await chromiumBrowser?.close();
    await product?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** A name nobody had before, so that each test has its own list. */
  const someone = (): string => `person${++people}`;

  /** A window of this person, signed in and live. */
  async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await chromiumBrowser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.text().includes("Content Security Policy") && complaints.push(message.text()));
    await page.goto(`${product.url}/?login_hint=${name}`);
    await isLive(page);
    return page;
  }

  const isLive = (page: Page) => page.waitForSelector("body[data-connection=live]");
  const row = (page: Page, title: string) => page.locator(".row", { hasText: title });
  const say = async (page: Page, text: string) => {
    const answers = await page.locator(".bubble.bot:not(.waiting)").count();
    await page.fill("#message", text);
    await page.keyboard.press("Enter");
    await page.waitForFunction((count) => document.querySelectorAll(".bubble.bot:not(.waiting)").length > count, answers);
  };

  async function api(name: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const authorization = `Bearer ${await signIn(product.issuerUrl, name)}`;
    const headers = {
      authorization,
      "time-zone": "Europe/Berlin",
      "idempotency-key": crypto.randomUUID(),
      "content-type": "application/json",
    };
    const answer = await fetch(product.url + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  }

  it("asks for a name when none is known, and remembers it over a reload", async () => {
    const page = await (await chromiumBrowser.newContext()).newPage();
    await page.goto(product.url);
    await page.getByLabel("Your name on this laptop").fill(someone());
    await page.getByRole("button", { name: "Sign in" }).click();
    await isLive(page);
    expect(new URL(page.url()).search).toBe("");
    await page.reload();
    await isLive(page);
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(stored).not.toMatch(/eyJ/); // no token, access or refresh, lies in a storage
  });

  it("marks what was understood in the message that said it", async () => {
    const page = await open(someone());
    await page.fill("#message", "pay rent every month on the 1st at 9am #home !high");
    await expect.poll(() => page.locator("#legend").textContent()).toContain("every month on the 1st");
    await page.keyboard.press("Enter");
    await row(page, "pay rent").waitFor();
    const marks = page.locator(".bubble.mine mark");
    await expect.poll(() => marks.allTextContents()).toEqual(expect.arrayContaining(["#home", "!high"]));
    await expect.poll(() => row(page, "pay rent").textContent()).toMatch(/every month.*High.*#home/);
    await page.keyboard.press("ArrowUp");
    expect(await page.inputValue("#message")).toContain("pay rent every month");
  });

  it("shows a change in the other window of the same person within moments, and to nobody else", async () => {
    const name = someone();
    const [one, other, stranger] = [await open(name), await open(name), await open(someone())];
    await say(one, "call Ann tomorrow");
    await row(other, "call Ann").waitFor();
    const began = performance.now();
    await row(one, "call Ann").locator(".check").click();
    await other.locator(".group.closed .row", { hasText: "call Ann" }).waitFor({ state: "attached" });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(await stranger.locator(".row").count()).toBe(0);
  });

  it("edits title and date in place, refuses to overwrite what was changed meanwhile, and undoes", async () => {
    const name = someone();
    const task = await api(name, "POST", "/api/v1/tasks", { title: "dentist" });
    const page = await open(name);
    await row(page, "dentist").locator(".title").click();
    await page.getByRole("textbox", { name: "Title" }).fill("dentist at last");
    await page.keyboard.press("Enter");
    await row(page, "dentist at last").hover();
    await row(page, "dentist at last").getByRole("button", { name: "Set a date" }).click();
    await page.getByLabel("Date", { exact: true }).fill("2031-05-04");
    await page.getByLabel("Time").fill("14:30");
    // Changed elsewhere while the form is open: the row keeps the form, the save is refused.
    await api(name, "PATCH", `/api/v1/tasks/${task.id}`, { priority: "high" });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("It was changed elsewhere meanwhile").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => row(page, "dentist at last").textContent()).toContain("High");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect.poll(() => row(page, "dentist at last").textContent()).not.toContain("High");
  });

  it("shows titles as text, whatever they hold", async () => {
    const name = someone();
    const title = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>{{7*7}}`;
    await api(name, "POST", "/api/v1/tasks", { title, description: title, tags: ["<b>"] });
    const page = await open(name);
    await row(page, "<img").waitFor();
    expect(await row(page, "<img").locator(".title").textContent()).toBe(title);
    await say(page, title);
    await say(page, "list");
    await row(page, "<img").first().hover();
    await row(page, "<img").first().getByRole("button", { name: "History" }).click();
    await page.locator("dialog[open] .timeline li").first().waitFor();
    expect(await page.title()).toBe("Todo");
    expect(await page.locator(".row img, .row script, .bubble img, dialog img").count()).toBe(0);
  });

  it("shows the history, and brings a version back", async () => {
    const name = someone();
    const task = await api(name, "POST", "/api/v1/tasks", { title: "first title", priority: "low" });
    await api(name, "PATCH", `/api/v1/tasks/${task.id}`, { title: "second title" });
    const page = await open(name);
    await row(page, "second title").locator(".check").focus();
    await page.keyboard.press("h");
    const drawer = page.getByRole("dialog", { name: "second title" });
    await drawer.getByText("Created").waitFor();
    expect(await drawer.locator(".timeline > li").first().textContent()).toMatch(/Changed.*first title.*second title/);
    await drawer.getByRole("button", { name: "Restore this version" }).click();
    await page.getByRole("dialog", { name: "first title" }).waitFor();
    await page.keyboard.press("Escape");
    await row(page, "first title").waitFor();
  });

  it("can be worked with by keyboard alone", async () => {
    const name = someone();
    for (const title of ["alpha", "beta", "gamma"]) await api(name, "POST", "/api/v1/tasks", { title });
    const page = await open(name);
    await row(page, "gamma").waitFor();
    await page.keyboard.press("Escape"); // out of the message field
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Complete beta");
    await page.keyboard.press("x");
    await page.locator(".group.closed .row", { hasText: "beta" }).waitFor({ state: "attached" });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Complete gamma");
    await page.keyboard.press("u");
    await page.locator(".group.undated .row", { hasText: "beta" }).waitFor();
    await page.keyboard.press("e");
    await page.keyboard.type("gamma ray");
    await page.keyboard.press("Enter");
    await row(page, "gamma ray").waitFor();
    await page.keyboard.press("Delete");
    await expect.poll(() => row(page, "gamma ray").count()).toBe(0);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("message");
  });

  it("asks what to delete when a task repeats", async () => {
    const page = await open(someone());
    await say(page, "water the plants every 3 days");
    await row(page, "water the plants").hover();
    await row(page, "water the plants").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "All of them" }).click();
    await expect.poll(() => page.locator(".row").count()).toBe(0);
  });

  it("rings a reminder as a notice that stays", async () => {
    const name = someone();
    const page = await open(name);
    const at = new Date(Date.now() + 2_500).toLocaleString("sv-SE", { timeZone: "Europe/Berlin" }).replace(" ", "T");
    await api(name, "POST", "/api/v1/tasks", { title: "stretch", reminders: [{ at }] });
    const notice = page.getByRole("alert").filter({ hasText: "stretch" });
    await notice.waitFor({ timeout: 20_000 });
    await notice.getByRole("button", { name: "Done" }).click();
    await page.locator(".group.closed .row", { hasText: "stretch" }).waitFor({ state: "attached" });
  });

  it("comes back by itself after sync was killed, and has missed nothing", async () => {
    const name = someone();
    const page = await open(name);
    product.child("sync").kill();
    await page.waitForSelector("body:not([data-connection=live])");
    await api(name, "POST", "/api/v1/tasks", { title: "made meanwhile" });
    await row(page, "made meanwhile").waitFor({ timeout: 30_000 });
    await page.waitForSelector("body[data-connection=live]", { timeout: 30_000 });
  });

  it("gives a message back when it cannot be sent", async () => {
    const page = await open(someone());
    await page.route("**/api/v1/chat", (route) =>
      route.fulfill({ status: 500, contentType: "application/problem+json", body: '{"detail":"Broken."}' }),
    );
    await say(page, "buy milk");
    await page.getByText("Broken.").waitFor();
    await page.getByRole("button", { name: "Edit and send again" }).click();
    expect(await page.inputValue("#message")).toBe("buy milk");
  });

  it("renews its token without a word before it ends", async () => {
    const page = await open(someone());
    await page.clock.install();
    const renewed = page.waitForRequest(
      (request) => request.url().endsWith("/token") && (request.postData() ?? "").includes("refresh_token"),
    );
    await page.clock.setFixedTime(Date.now() + 595_000);
    await say(page, "buy milk");
    await renewed;
    await row(page, "buy milk").waitFor();
  });

  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 360],
    ["dark", 360],
  ] as const)(
    "can be read in %s at %i pixels: contrast of 4.5, nothing wider than the window, every control named",
    async (colorScheme, width) => {
      const name = someone();
      await api(name, "POST", "/api/v1/tasks", {
        title: "x".repeat(300),
        priority: "urgent",
        tags: ["y".repeat(60)],
        due: { date: "2020-01-01" },
      });
      await api(name, "POST", "/api/v1/tasks", {
        title: "rent",
        priority: "high",
        due: { date: "2031-01-01", time: "09:00:00" },
        rule: { rrules: ["FREQ=MONTHLY"] },
      });
      const page = await open(name, { colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" });
      await row(page, "rent").waitFor();
      await say(page, "buy milk tomorrow #home !low, remind me an hour before");
      for (const view of width < 800 ? ["tasks", "chat"] : [null]) {
        if (view) await page.click(`#view-${view}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        expect(await page.evaluate(readabilityFaults)).toEqual([]);
      }
    },
  );

  it("has never broken its own security policy or thrown", () => {
    expect(complaints).toEqual([]);
  });
});
