/** What benchmarks are played on: a product of its own in a folder of its own, gone afterwards. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { signIn } from "../issuer/sign-in.ts";
import { type Product, type ProductOptions, startProduct } from "../product.ts";

/** Runs `work` in a new folder that any user may enter (as root PostgreSQL runs as another), and removes it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "todo-bench-"));
  chmodSync(folder, 0o755);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs `work` with a whole product, durable as in production, and stops it. */
export async function withProduct<T>(options: Omit<ProductOptions, "dataDir">, work: (product: Product) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const product = await startProduct({ dataDir: folder, say: (line) => console.error(`  ${line}`), ...options });
    try {
      return await work(product);
    } finally {
      await product.stop();
    }
  });
}

/** Tokens of this many people, each of them registered: the first request of a life is no part of what is measured. */
export async function people(product: Product, count: number, prefix = "p"): Promise<string[]> {
  const tokens: string[] = [];
  for (let first = 0; first < count; first += 20) {
    const names = Array.from({ length: Math.min(20, count - first) }, (_, index) => `${prefix}${first + index}`);
    tokens.push(...(await Promise.all(names.map((name) => registered(product, name)))));
  }
  return tokens;
}

async function registered(product: Product, name: string): Promise<string> {
  const token = await signIn(product.issuerUrl, name);
  const answer = await fetch(`${product.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}`, "time-zone": "Europe/Berlin" } });
  if (!answer.ok) throw new Error(`${name} could not be registered: ${answer.status} ${await answer.text()}`);
  return token;
}

/** Runs `work` with the superuser's connection: for figures that no role of the product may see. */
export async function asSuperuser<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
