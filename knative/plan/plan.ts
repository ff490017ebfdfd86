/** What a deployment does with the rendered objects, in which order, and why it must not. Pure: deploy.sh does the doing. */
import { createHash } from "node:crypto";
import { containersOf, fieldsAt, isKnativeService, listAt, type Manifest, mappingsIn, nameOf } from "./manifest.ts";

export type PlannedService = {
  name: string;
  /** The name of the revision: the image's digest, and the rest of what makes it what it is. */
  revision: string;
  /** Whether browsers reach it, so that a part of them can be given a new revision first. */
  hasCanary: boolean;
  manifest: Manifest;
};

export type Plan = {
  /** Why this must not be deployed; empty when it may. */
  refusals: string[];
  /** Harmless by themselves, and needed before the others can be checked: Knative's webhook looks the service accounts up. */
  accounts: Manifest[];
  objects: Manifest[];
  /** Deployments and StatefulSets, to be waited for. */
  rollouts: string[];
  job: Manifest[];
  /** Consumers first: what is sent must be understood before it is sent. */
  services: PlannedService[];
  sources: Manifest[];
  /** Keys of Secrets that must exist, as "secret key"; "secret *" for one that Dapr reads, which has one key of any name. */
  secrets: string[];
  /** Where a browser finds chat and sync. */
  origins: { chat: string; sync: string };
};

const ORDER = ["dex", "audit", "recurrence", "notification", "sync", "relay", "chat"];
const ORIGINS = ["chat", "sync"];
const PINNED = /@sha256:([0-9a-f]{64})$/;
/** A KafkaSink names a Secret without its keys. */
const KAFKA_SINK_KEYS = ["protocol", "sasl.mechanism", "user", "password", "ca.crt"];

/** Sorts rendered objects into a plan. */
export function planOf(manifests: readonly Manifest[]): Plan {
  const is = (...kinds: string[]) => manifests.filter((manifest) => kinds.includes(manifest.kind) && !isKnativeService(manifest));
  const accounts = is("Namespace", "ServiceAccount");
  const configs = manifests.filter(({ kind }) => kind === "ConfigMap");
  // A Job cannot be changed: another image is another Job.
  const job = is("Job").map((manifest) => ({ ...manifest, metadata: { ...manifest.metadata, name: versioned(manifest, configs) } }));
  const sources = is("KafkaSource");
  const knative = manifests.filter(isKnativeService);
  const objects = manifests.filter((manifest) => ![accounts, is("Job"), sources, knative].some((group) => group.includes(manifest)));
  const settings = fieldsAt(
    configs.find(({ metadata }) => metadata.name === "settings"),
    "data",
  );
  return {
    refusals: [...unpinned(manifests), ...unset(settings)],
    accounts,
    objects,
    rollouts: is("Deployment", "StatefulSet").map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`),
    job,
    services: knative.map((manifest) => planned(manifest, configs)).sort((a, b) => place(a.name) - place(b.name)),
    sources,
    secrets: secretsIn(manifests).filter((secret) => secret !== "smtp-url *" || settings["mail-from"]),
    origins: { chat: `${settings.scheme}://chat.${settings.domain}`, sync: `${settings.scheme}://sync.${settings.domain}` },
  };
}

/** A service that this file does not know of comes first. */
const place = (name: string): number => ORDER.indexOf(name);

function planned(manifest: Manifest, configs: readonly Manifest[]): PlannedService {
  const { name } = manifest.metadata;
  const template = fieldsAt(manifest, "spec", "template");
  const revision = versioned(manifest, configs);
  const named = { ...template, metadata: { ...fieldsAt(template, "metadata"), name: revision } };
  return {
    name,
    revision,
    hasCanary: ORIGINS.includes(name),
    manifest: { ...manifest, spec: { ...fieldsAt(manifest, "spec"), template: named } },
  };
}

/** The object's name, its image's digest, and a hash of the rest that its pods are made from. */
function versioned(manifest: Manifest, configs: readonly Manifest[]): string {
  const digest = PINNED.exec(String(containersOf(manifest)[0]?.image))?.[1] ?? "unpinned";
  const rest = JSON.stringify([fieldsAt(manifest, "spec", "template"), configs.map((config) => config.data)]);
  return `${manifest.metadata.name}-${digest.slice(0, 10)}-${createHash("sha256").update(rest).digest("hex").slice(0, 6)}`;
}

function unpinned(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) =>
    containersOf(manifest)
      .filter(({ image }) => !PINNED.test(String(image)))
      .map(
        ({ image }) =>
          `${nameOf(manifest)} has the image ${image}, which names no digest: pass --images, a file as build/images.sh writes it.`,
      ),
  );
}

function unset(settings: Record<string, unknown>): string[] {
  return Object.entries(settings)
    .filter(([, value]) => /\.invalid\b/.test(String(value)))
    .map(([key, value]) => `The setting ${key} is still ${value}: write it into the overlay's settings.yaml, or pass --settings.`);
}

function secretsIn(manifests: readonly Manifest[]): string[] {
  const named = mappingsIn(manifests).flatMap(({ secretKeyRef, secret }) => {
    const ref = fieldsAt(secretKeyRef);
    if (ref.name) return [`${ref.name} ${ref.key}`];
    const volume = fieldsAt(secret);
    return volume.secretName === "pooler" ? ["pooler databases.ini", "pooler userlist.txt"] : [];
  });
  const sinks = manifests
    .filter(({ kind }) => kind === "KafkaSink")
    .flatMap((sink) => KAFKA_SINK_KEYS.map((key) => `${fieldsAt(sink, "spec", "auth", "secret", "ref").name} ${key}`));
  const throughDapr = manifests
    .filter(({ apiVersion, kind }) => apiVersion.startsWith("dapr.io/") && kind === "Configuration")
    .flatMap((configuration) => listAt(configuration, "spec", "secrets", "scopes"))
    .flatMap(({ allowedSecrets }) => (Array.isArray(allowedSecrets) ? allowedSecrets.map((name) => `${name} *`) : []));
  return [...new Set([...named, ...sinks, ...throughDapr])].sort();
}
