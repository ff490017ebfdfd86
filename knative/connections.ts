/** The connection budget: what the manifests allow to be opened at the worst moment, against what PostgreSQL accepts. */
import { containersOf, type Fields, fieldsAt, isKnativeService, listAt, type Manifest } from "./plan/manifest.ts";

export type Line = { what: string; replicas: number; each: number; connections: number };
export type Budget = { lines: Line[]; needed: number; available: number };

/** Beside their pools these hold one connection that listens; sync has all of its own straight to the server. */
const LISTENERS = ["relay", "sync"];
const DIRECT = ["sync"];
/** For migrations, people, backups, and PostgreSQL's own reserve of 3. */
const RESERVE = 12;
/** What the clouds' runbooks ask for (clouds/<cloud>), where the server is no object of the cluster. */
const MANAGED_MAX_CONNECTIONS = 200;
/** dapr/cluster/statestore.yaml: maxConns of each daprd. */
const STATE_CONNECTIONS = 4;
const WITH_STATE = "chat";

/** Adds up an overlay. A rollout replaces one function at a time, so only the largest of them counts twice. */
export function budgetOf(manifests: readonly Manifest[]): Budget {
  const functions = manifests.filter(isKnativeService).filter((service) => poolOf(service) > 0);
  const pooler = manifests.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === "pooler");
  const own = functions.map((service) => lineOf(service, pooler !== undefined)).filter(({ each }) => each > 0);
  const daprd = functions.filter(({ metadata }) => metadata.name === WITH_STATE && !pooler);
  const lines = [
    ...own,
    ...daprd.map((service) => line("daprd beside chat", scaleOf(service), STATE_CONNECTIONS)),
    ...(pooler ? [line("pooler", Number(fieldsAt(pooler, "spec").replicas), poolerLimit(manifests))] : []),
    line("a rollout: one function twice", 1, Math.max(...own.map(({ connections }) => connections))),
    line("migrations, people, reserve", 1, RESERVE),
  ];
  return { lines, needed: lines.reduce((sum, { connections }) => sum + connections, 0), available: maxConnections(manifests) };
}

/** The budget as a table in Markdown. */
export function table({ lines, needed, available }: Budget): string {
  const rows = lines.map(({ what, replicas, each, connections }) => `| ${what} | ${replicas} | ${each} | ${connections} |`);
  return [
    "| | at most | connections each | together |",
    "|---|--:|--:|--:|",
    ...rows,
    `| **needed, of ${available}** | | | **${needed}** |`,
  ].join("\n");
}

const line = (what: string, replicas: number, each: number): Line => ({ what, replicas, each, connections: replicas * each });

function lineOf(service: Manifest, isPooled: boolean): Line {
  const { name } = service.metadata;
  const listener = LISTENERS.includes(name) ? 1 : 0;
  return line(name, scaleOf(service), isPooled && !DIRECT.includes(name) ? listener : poolOf(service) + listener);
}

const scaleOf = (service: Manifest): number =>
  Number(fieldsAt(service, "spec", "template", "metadata", "annotations")["autoscaling.knative.dev/max-scale"]);

function poolOf(service: Manifest): number {
  const variables: Fields[] = listAt(containersOf(service)[0], "env");
  return Number(variables.find(({ name }) => name === "DATABASE_POOL_SIZE")?.value ?? 0);
}

function poolerLimit(manifests: readonly Manifest[]): number {
  const config = manifests.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "pooler");
  return Number(/^max_db_connections = (\d+)$/m.exec(String(fieldsAt(config, "data")["pgbouncer.ini"]))?.[1]);
}

function maxConnections(manifests: readonly Manifest[]): number {
  const server = manifests.find(({ kind, metadata }) => kind === "StatefulSet" && metadata.name === "postgres");
  if (!server) return MANAGED_MAX_CONNECTIONS;
  return Number(/max_connections=(\d+)/.exec(JSON.stringify(containersOf(server)[0]?.args))?.[1]);
}
