/** One whole product for an acceptance file, in a folder of its own that is left behind when something fails. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Product, type ProductOptions, startProduct } from "@todo/local/product.ts";
import { onTestFailed } from "vitest";

export type TestProduct = Product & {
  /** Stops everything and removes the folder, unless a test has failed. */
  end(): Promise<void>;
};

export async function testProduct(options: Partial<ProductOptions> = {}): Promise<TestProduct> {
  const folder = mkdtempSync(join(tmpdir(), "todo-acceptance-"));
  chmodSync(folder, 0o755);
  const product = await startProduct({ dataDir: folder, say: (line) => console.warn(line), ...options });
  return {
    ...product,
    async end() {
      await product.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Says where the logs are when the running test fails. */
export const keepLogs = (product: Product): void => onTestFailed(() => console.error(`Logs: ${product.folder.logs}`));
