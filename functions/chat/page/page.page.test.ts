/** The page in a real browser, against the real product: what a person sees and does. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browser } from "../../../local/parts/browser.ts";
import { partOrSkip } from "../../../local/parts/part-or-skip.ts";
import { readabilityFaults } from "./testing/readability-faults.ts";
import { isLive, openStage, row, type Stage, say } from "./testing/stage.ts";

const executablePath = await partOrSkip("a browser", () => browser());

describe.skipIf(executablePath === null)("the page", () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(executablePath!);
  });
  afterAll(() => stage?.close());

  it("asks for a name when none is known, and remembers it over a reload", async () => {
    const page = await (await stage.browser.newContext()).newPage();
    await page.goto(stage.product.url);
    await page.getByLabel("Your name on this laptop").fill(stage.someone());
    await page.getByRole("button", { name: "Sign in" }).click();
    await isLive(page);
    expect(new URL(page.url()).search).toBe("");
    await page.reload();
    await isLive(page);
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(stored).not.toMatch(/eyJ/); // no token, access or refresh, lies in a storage
  });

  it("marks what was understood in the message that said it", async () => {
    const page = await stage.open(stage.someone());
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
    const name = stage.someone();
    const [one, other, stranger] = [await stage.open(name), await stage.open(name), await stage.open(stage.someone())];
    await say(one, "call Ann tomorrow");
    await row(other, "call Ann").waitFor();
    const began = performance.now();
    await row(one, "call Ann").locator(".check").click();
    await other.locator(".group.closed .row", { hasText: "call Ann" }).waitFor({ state: "attached" });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(await stranger.locator(".row").count()).toBe(0);
  });

  it("edits title and date in place, refuses to overwrite what was changed meanwhile, and undoes", async () => {
    const name = stage.someone();
    const task = await stage.api(name, "POST", "/api/v1/tasks", { title: "dentist" });
    const page = await stage.open(name);
    await row(page, "dentist").locator(".title").click();
    await page.getByRole("textbox", { name: "Title" }).fill("dentist at last");
    await page.keyboard.press("Enter");
    await row(page, "dentist at last").hover();
    await row(page, "dentist at last").getByRole("button", { name: "Set a date" }).click();
    await page.getByLabel("Date", { exact: true }).fill("2031-05-04");
    await page.getByLabel("Time").fill("14:30");
    // Changed elsewhere while the form is open: the row keeps the form, the save is refused.
    await stage.api(name, "PATCH", `/api/v1/tasks/${task.id}`, { priority: "high" });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("It was changed elsewhere meanwhile").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => row(page, "dentist at last").textContent()).toContain("High");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect.poll(() => row(page, "dentist at last").textContent()).not.toContain("High");
  });

  it("shows titles as text, whatever they hold", async () => {
    const name = stage.someone();
    const title = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>{{7*7}}`;
    await stage.api(name, "POST", "/api/v1/tasks", { title, description: title, tags: ["<b>"] });
    const page = await stage.open(name);
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
    const name = stage.someone();
    const task = await stage.api(name, "POST", "/api/v1/tasks", { title: "first title", priority: "low" });
    await stage.api(name, "PATCH", `/api/v1/tasks/${task.id}`, { title: "second title" });
    const page = await stage.open(name);
    await row(page, "second title").locator(".check").focus();
    await page.keyboard.press("h");
    const drawer = page.getByRole("dialog", { name: "second title" });
    await drawer.getByText("Created").waitFor();
    expect(await drawer.locator(".timeline > li").first().textContent()).toMatch(/Changed.*first title.*second title/);
    await drawer.getByRole("button", { name: "Is anything missing or altered?" }).click();
    await drawer.getByText(/^Nothing: all \d+ events of your account are there/).waitFor();
    expect(await drawer.locator("code").textContent()).toBe(task.id);
    await drawer.getByRole("button", { name: "Restore this version" }).click();
    await page.getByRole("dialog", { name: "first title" }).waitFor();
    await page.keyboard.press("Escape");
    await row(page, "first title").waitFor();
  });

  it("can be worked with by keyboard alone", async () => {
    const name = stage.someone();
    for (const title of ["alpha", "beta", "gamma"]) await stage.api(name, "POST", "/api/v1/tasks", { title });
    const page = await stage.open(name);
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
    const page = await stage.open(stage.someone());
    await say(page, "water the plants every 3 days");
    await row(page, "water the plants").hover();
    await row(page, "water the plants").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "All of them" }).click();
    await expect.poll(() => page.locator(".row").count()).toBe(0);
  });

  it("REC-8 renames a repeating task from now on, or only this time", async () => {
    const name = stage.someone();
    await stage.api(name, "POST", "/api/v1/tasks", { title: "gym", due: { date: "2031-01-01" }, rule: { rrules: ["FREQ=DAILY"] } });
    const page = await stage.open(name);
    const rename = async (from: string, to: string, onlyOnce: boolean) => {
      await row(page, from).locator(".title").click();
      await page.getByRole("textbox", { name: "Title" }).fill(to);
      if (onlyOnce) await page.getByLabel("only this time").check();
      await page.getByRole("button", { name: "Save" }).click();
      await row(page, to).locator(".check").click();
    };
    await rename("gym", "swim", true);
    await rename("gym", "run", false);
    await page.locator(".group:not(.closed) .row", { hasText: "run" }).waitFor();
  });

  it("puts the samples of help into the field, to be seen before they are said", async () => {
    const page = await stage.open(stage.someone());
    await say(page, "help");
    await page.getByRole("button", { name: "buy milk tomorrow" }).click();
    expect(await page.inputValue("#message")).toBe("buy milk tomorrow");
    await expect.poll(() => page.locator("#legend").textContent()).toBe("Tomorrow");
    await page.getByRole("button", { name: "recurrence" }).click();
    await page.getByRole("button", { name: "water the plants every 3 days" }).last().waitFor();
  });

  it("rings a reminder as a notice that stays, and once more when that is asked for", async () => {
    const name = stage.someone();
    const page = await stage.open(name);
    const at = new Date(Date.now() + 2_500).toLocaleString("sv-SE", { timeZone: "Europe/Berlin" }).replace(" ", "T");
    for (const title of ["stretch", "breathe"]) await stage.api(name, "POST", "/api/v1/tasks", { title, reminders: [{ at }] });
    const notice = (title: string) => page.getByRole("alert").filter({ hasText: title });
    await notice("stretch").waitFor({ timeout: 20_000 });
    await notice("stretch").getByRole("button", { name: "In 10 min" }).click();
    await expect.poll(() => row(page, "stretch").textContent()).toContain("2 reminders");
    await notice("breathe").getByRole("button", { name: "Done" }).click();
    await page.locator(".group.closed .row", { hasText: "breathe" }).waitFor({ state: "attached" });
  });

  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 360],
    ["dark", 360],
  ] as const)(
    "can be read in %s at %i pixels: contrast of 4.5, nothing wider than the window, every control named",
    async (colorScheme, width) => {
      const name = stage.someone();
      await stage.api(name, "POST", "/api/v1/tasks", {
        title: "x".repeat(300),
        priority: "urgent",
        tags: ["y".repeat(60)],
        due: { date: "2020-01-01" },
      });
      await stage.api(name, "POST", "/api/v1/tasks", {
        title: "rent",
        priority: "high",
        due: { date: "2031-01-01", time: "09:00:00" },
        rule: { rrules: ["FREQ=MONTHLY"] },
      });
      const page = await stage.open(name, { colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" });
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
    expect(stage.complaints).toEqual([]);
  });
});
