import { describe, expect, test } from "vitest";
import { daprComponents, images, rendered } from "../testing/rendered.ts";
import { layerFiles, pinnedImages, settingsIn } from "./layer.ts";
import { type Manifest, manifestsOf } from "./manifest.ts";
import { planOf } from "./plan.ts";

const manifests = [...rendered("minikube"), ...daprComponents()];
const plan = planOf(manifests);
const edited = (change: (text: string) => string): Manifest[] => JSON.parse(change(JSON.stringify(manifests)));
const revisions = (of: readonly Manifest[]) => Object.fromEntries(planOf(of).services.map(({ name, revision }) => [name, revision]));

describe("a plan", () => {
  test("contains every object once", () => {
    const { accounts, objects, job, services, sources } = plan;
    expect(accounts.length + objects.length + job.length + services.length + sources.length).toBe(manifests.length);
    expect(plan.refusals).toEqual([]);
  });

  test("replaces consumers before producers, and chat last", () => {
    expect(plan.services.map(({ name }) => name)).toEqual(["dex", "audit", "recurrence", "notification", "sync", "relay", "chat"]);
    expect(plan.services.filter(({ hasCanary }) => hasCanary).map(({ name }) => name)).toEqual(["sync", "chat"]);
  });

  test("names a revision after image and configuration: the same for the same, another for another", () => {
    const digest = images.find(({ program }) => program === "chat")!.digest.slice("sha256:".length);
    expect(revisions(manifests).chat).toMatch(new RegExp(`^chat-${digest.slice(0, 10)}-[0-9a-f]{6}$`));
    expect(revisions(edited((text) => text))).toEqual(revisions(manifests));
    const another = revisions(edited((text) => text.replace(digest, digest.replace(/^./, "f"))));
    expect([another.chat === revisions(manifests).chat, another.sync === revisions(manifests).sync]).toEqual([false, true]);
    expect(revisions(edited((text) => text.replace("todo.apps.test", "todo.other.test"))).sync).not.toBe(revisions(manifests).sync);
  });

  test("gives a job the name of its image, since a job cannot be changed", () => {
    expect(plan.job[0]?.metadata.name).toMatch(/^migrate-[0-9a-f]{10}-[0-9a-f]{6}$/);
  });

  test("lists the keys of all Secrets", () => {
    for (const name of ["chat", "relay", "recurrence", "notification", "audit", "sync", "migrate"])
      expect(plan.secrets).toContain(`database-${name} *`);
    expect(plan.secrets).toEqual(
      expect.arrayContaining([
        "database-relay-listen *",
        "kafka-dead-letters sasl.mechanism",
        "kafka-sources ca.crt",
        "kafka-relay-password *",
        "state-database url",
      ]),
    );
  });

  test("asks for the mail server's Secret where mail is sent", () => {
    expect(plan.secrets).not.toContain("smtp-url *");
    const withMail = edited((text) => text.replace('"mail-from":""', '"mail-from":"todo@todo.example"'));
    expect(planOf(withMail).secrets).toContain("smtp-url *");
  });

  test("says where a browser will look", () => {
    expect(plan.origins).toEqual({ chat: "http://chat.todo.apps.test", sync: "http://sync.todo.apps.test" });
  });

  test("refuses an image without a digest, and a setting that nobody has set", () => {
    const chat = images.find(({ program }) => program === "chat")!;
    const tagged = planOf(edited((text) => text.replace(`@${chat.digest}`, ":latest")));
    expect(tagged.refusals).toEqual([expect.stringContaining("Service chat has the image registry.test/todo/chat:latest")]);
    const unset = planOf(edited((text) => text.replace("todo.apps.test", "todo.unset.invalid")));
    expect(unset.refusals).toEqual([expect.stringContaining("The setting domain is still todo.unset.invalid")]);
  });
});

describe("a layer", () => {
  test("pins images by digest, and drops a tag that stands before it", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    expect(pinnedImages(`# made by CI\n\nchat=localhost:5000/todo/chat:1.2@${digest}\n`)).toEqual([
      { program: "chat", repository: "localhost:5000/todo/chat", digest },
    ]);
    for (const image of ["ghcr.io/a/chat:latest", "ghcr.io/a/chat@sha256:abc", `@${digest}`])
      expect(() => pinnedImages(`chat=${image}`)).toThrow("not pinned");
  });

  test("replaces settings only when there are some", () => {
    expect(Object.keys(layerFiles("../x", images, {}))).toEqual(["kustomization.yaml"]);
    expect(
      manifestsOf(layerFiles("../x", images, settingsIn("domain=a.test\nissuer=https://b.test/?x=1"))["settings.yaml"]!)[0]?.data,
    ).toEqual({
      domain: "a.test",
      issuer: "https://b.test/?x=1",
    });
    expect(() => settingsIn("domain")).toThrow("Expected <name>=<value>");
  });
});
