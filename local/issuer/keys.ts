/** The issuer's signing key: made once, kept readable by its owner only, so that tokens outlive a restart. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";

export type Keys = { kid: string; algorithm: "ES256"; privateKey: CryptoKey | Uint8Array; publicJwk: JWK };

export async function openKeys(folder: string): Promise<Keys> {
  const file = join(folder, "key.json");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    writeFileSync(file, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
  }
  const jwk: JWK = JSON.parse(readFileSync(file, "utf8"));
  const { d: _private, ...publicJwk } = jwk;
  const kid = await calculateJwkThumbprint(publicJwk);
  return { kid, algorithm: "ES256", privateKey: await importJWK(jwk, "ES256"), publicJwk: { ...publicJwk, kid, alg: "ES256", use: "sig" } };
}
