/** The real product and a real browser for the tests of the page. */
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { signIn } from "../../../../local/issuer/sign-in.ts";
import { type Product, startProduct } from "../../../../local/product.ts";

export type Stage = {
  product: Product;
  browser: Browser;
  /** What no window may ever do: throw, or break the security policy. */
  complaints: string[];
  /** A name nobody had before, so that each test has its own list. */
  someone(): string;
  /** A window of this person, signed in and live. */
  open(name: string, options?: BrowserContextOptions): Promise<Page>;
  api(name: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  close(): Promise<void>;
};

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"];

export async function openStage(executablePath: string): Promise<Stage> {
  const dataDir = join(tmpdir(), `todo-page-${process.pid}`); // not 0700: as root PostgreSQL is another user
  const product = await startProduct({ dataDir });
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const complaints: string[] = [];
  let people = 0;
  return {
    product,
    browser,
    complaints,
    someone: () => `person${++people}`,
    async open(name, options = {}) {
      const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => message.text().includes("Content Security Policy") && complaints.push(message.text()));
      await page.goto(`${product.url}/?login_hint=${name}`);
      await isLive(page);
      return page;
    },
    async api(name, method, path, body) {
      const headers = {
        authorization: `Bearer ${await signIn(product.issuerUrl, name)}`,
        "time-zone": "Europe/Berlin",
        "idempotency-key": crypto.randomUUID(),
        "content-type": "application/json",
      };
      const answer = await fetch(product.url + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return await answer.json();
    },
    async close() {
      await browser.close();
      await product.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const isLive = (page: Page) => page.waitForSelector("body[data-connection=live]");

export const row = (page: Page, title: string): Locator => page.locator(".row", { hasText: title });

/** Says something and waits for the answer. */
export async function say(page: Page, text: string): Promise<void> {
  const answers = await page.locator(".bubble.bot:not(.waiting)").count();
  await page.fill("#message", text);
  await page.keyboard.press("Enter");
  await page.waitForFunction((count) => document.querySelectorAll(".bubble.bot:not(.waiting)").length > count, answers);
}
