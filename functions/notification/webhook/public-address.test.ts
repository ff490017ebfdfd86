import { describe, expect, it } from "vitest";
import { isLoopbackAddress, isPublicAddress } from "./public-address.ts";

describe("public addresses", () => {
  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "93.184.216.34",
    "172.15.255.255",
    "172.32.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::1",
  ])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ["unspecified", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["private", "10.0.0.1"],
    ["private", "172.16.0.1"],
    ["private", "172.31.255.255"],
    ["private", "192.168.1.1"],
    ["carrier-grade NAT", "100.64.0.1"],
    ["carrier-grade NAT", "100.127.255.255"],
    ["loopback", "127.0.0.1"],
    ["loopback", "127.255.255.254"],
    ["link-local, metadata", "169.254.169.254"],
    ["metadata at Azure", "168.63.129.16"],
    ["metadata at Oracle", "192.0.0.192"],
    ["metadata at Alibaba", "100.100.100.200"],
    ["documentation", "192.0.2.1"],
    ["documentation", "198.51.100.7"],
    ["documentation", "203.0.113.9"],
    ["benchmarks", "198.19.0.1"],
    ["multicast", "224.0.0.1"],
    ["reserved", "240.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["IPv6 unspecified", "::"],
    ["IPv6 loopback", "::1"],
    ["IPv4-mapped loopback", "::ffff:127.0.0.1"],
    ["IPv4-mapped private, in hexadecimal", "::ffff:a00:1"],
    ["IPv4-mapped public", "::ffff:8.8.8.8"],
    ["IPv4-compatible", "::7f00:1"],
    ["NAT64 of a private address", "64:ff9b::a00:1"],
    ["local NAT64", "64:ff9b:1::1"],
    ["unique local", "fc00::1"],
    ["metadata at Amazon", "fd00:ec2::254"],
    ["IPv6 link-local", "fe80::1"],
    ["IPv6 link-local with a zone", "fe80::1%eth0"],
    ["site-local", "fec0::1"],
    ["IPv6 multicast", "ff02::1"],
    ["Teredo", "2001:0:4136:e378::1"],
    ["6to4 of a private address", "2002:a00:1::1"],
    ["IPv6 documentation", "2001:db8::1"],
    ["IPv6 documentation", "3fff::1"],
    ["discard", "100::1"],
    ["not an address", "example.com"],
    ["not an address", ""],
  ])("%s is not: %s", (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it("knows this machine, and takes nothing else for it", () => {
    expect(["127.0.0.1", "127.8.9.1", "::1"].every(isLoopbackAddress)).toBe(true);
    expect(["128.0.0.1", "126.255.255.255", "::2", "0.0.0.0", "10.0.0.1", "localhost"].some(isLoopbackAddress)).toBe(false);
  });
});
