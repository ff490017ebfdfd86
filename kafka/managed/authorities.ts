/** Public certificate authorities by name, out of those that Node brings. */
import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";

/** The certificates of these authorities as one PEM; throws for a name that Node does not know. */
export function authoritiesPem(names: readonly string[]): string {
  const known = new Map(rootCertificates.map((pem) => [commonName(pem), pem]));
  return names
    .map((name) => {
      const pem = known.get(name);
      if (!pem) throw new Error(`Node brings no certificate of "${name}": give the authority's PEM as KAFKA_CA.`);
      return `${pem.trim()}\n`;
    })
    .join("");
}

const commonName = (pem: string): string => /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1] ?? "";
