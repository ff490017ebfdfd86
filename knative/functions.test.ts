import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { programs } from "../build/programs.ts";
import { containersOf, fieldsAt, isKnativeService } from "./plan/manifest.ts";
import { funcYaml } from "./schemas/function.ts";
import { render } from "./testing/kustomize.ts";

const root = join(import.meta.dirname, "..");
const base = render(join(root, "knative/base"));
const sinks = new Set(base.filter(({ kind }) => kind === "KafkaSource").map((source) => fieldsAt(source, "spec", "sink", "ref").name));
const validate = new Ajv({ allErrors: true }).compile(funcYaml);
const read = (name: string) => parse(readFileSync(join(root, `functions/${name}/func.yaml`), "utf8"));

describe.each(Object.keys(programs).filter((name) => name !== "migrate"))("func.yaml of %s", (name) => {
  const described = read(name);
  const service = base.find((manifest) => isKnativeService(manifest) && manifest.metadata.name === name);
  const template = fieldsAt(service, "spec", "template");
  const container = containersOf(service!)[0];

  test("is as func's strict schema wants it", () => {
    expect([validate(described), validate.errors]).toEqual([true, null]);
  });

  test("says of the function what its Service says", () => {
    const annotations = fieldsAt(template, "metadata", "annotations");
    const scale = (of: string) => annotations[`autoscaling.knative.dev/${of}`];
    const { requests, limits } = fieldsAt(container, "resources");
    expect(described).toMatchObject({
      name,
      invoke: sinks.has(name) ? "cloudevent" : "http",
      namespace: service?.metadata.namespace,
      deploy: {
        namespace: service?.metadata.namespace,
        serviceAccountName: fieldsAt(template, "spec").serviceAccountName,
        healthEndpoints: {
          liveness: fieldsAt(container, "livenessProbe", "httpGet").path,
          readiness: fieldsAt(container, "readinessProbe", "httpGet").path,
        },
        options: {
          scale: {
            min: Number(scale("min-scale")),
            max: Number(scale("max-scale")),
            metric: scale("metric"),
            target: Number(scale("target")),
          },
          resources: { requests, limits: { ...fieldsAt(limits), concurrency: fieldsAt(template, "spec").containerConcurrency } },
        },
      },
    });
  });
});

test("a field that func does not know is an error", () => {
  expect(validate({ ...read("chat"), deployer: "knative" })).toBe(false);
});
