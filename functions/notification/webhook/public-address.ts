/** Which addresses a user may have us speak to: those of the public internet, else a webhook would be a way into our own network. */
import { BlockList, isIP } from "node:net";

/** IANA's special-purpose IPv4 blocks, multicast and reserved space, and the address at which Azure answers its machines. */
const NOT_PUBLIC_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  "168.63.129.16/32",
];
/** Global unicast is what IANA has given out so far; the rest (loopback, link-local, private, mapped, NAT64) lies outside it. */
const GLOBAL_V6 = ["2000::/3"];
/** Within it: protocol assignments (Teredo, ORCHID and others), 6to4 and documentation; some of them carry an IPv4 address inside. */
const NOT_PUBLIC_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];
const LOOPBACK_V4 = ["127.0.0.0/8"];
const LOOPBACK_V6 = ["::1/128"];

const notPublicV4 = blocks(NOT_PUBLIC_V4, "ipv4");
const globalV6 = blocks(GLOBAL_V6, "ipv6");
const notPublicV6 = blocks(NOT_PUBLIC_V6, "ipv6");
const loopbackV4 = blocks(LOOPBACK_V4, "ipv4");
const loopbackV6 = blocks(LOOPBACK_V6, "ipv6");

function blocks(subnets: string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = "", prefix = ""] = subnet.split("/");
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}

/** Whether a literal address is globally reachable unicast; false for anything that is no address. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !notPublicV4.check(address, "ipv4");
  // A zone ("%eth0") only belongs to addresses of this link.
  if (isIP(address) === 6 && !address.includes("%")) return globalV6.check(address, "ipv6") && !notPublicV6.check(address, "ipv6");
  return false;
}

/** Whether a literal address is this machine itself, written plainly. */
export function isLoopbackAddress(address: string): boolean {
  if (isIP(address) === 4) return loopbackV4.check(address, "ipv4");
  return isIP(address) === 6 && loopbackV6.check(address, "ipv6");
}
