/** Which partition a key belongs to, as Kafka's default partitioner decides it (murmur2, Apache Kafka `Utils.murmur2`). */

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** The partition of a key among `count`: the same in Java's clients, in kafkajs and here. */
export const partitionOf = (key: string, count: number): number => (murmur2(Buffer.from(key)) & 0x7fffffff) % count;

function murmur2(data: Buffer): number {
  let hash = SEED ^ data.length;
  const whole = data.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), MULTIPLIER);
    word ^= word >>> 24;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  if (whole < data.length) {
    for (let at = whole; at < data.length; at++) hash ^= data[at]! << (8 * (at - whole));
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  return hash ^ (hash >>> 15);
}
