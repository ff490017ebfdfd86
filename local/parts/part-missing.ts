/** A real part (Kafka, daprd, a browser) cannot be had on this machine; the message is one sentence that says what to do. */
export class PartMissing extends Error {
  override readonly name = "PartMissing";
}
