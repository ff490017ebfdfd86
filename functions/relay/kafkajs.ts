/** kafkajs 2.2.4 with its idle timer mended: the one import of it in the product. */
import kafkajs, { Kafka, logLevel, Partitioners } from "kafkajs";
import packageJson from "kafkajs/package.json" with { type: "json" };
import RequestQueue from "kafkajs/src/network/requestQueue/index.js";

export type { Admin, Consumer, ITopicMetadata, KafkaConfig, Producer } from "kafkajs";
export { Kafka, logLevel, Partitioners };
// Not among the names that Node finds in this CommonJS module.
export const { ConfigResourceTypes } = kafkajs;

const PATCHED = "2.2.4";

if (packageJson.version !== PATCHED) {
  throw new Error(`kafkajs ${packageJson.version} is not the ${PATCHED} that the patch of its request queue was written for.`);
}

// It re-arms a 1 ms timer for ever on every connection that was used (3.5 % of a core each), although with nothing pending
// there is nothing that the timer could find: what is pending is looked at again whenever an answer comes or a request is queued.
const prototype = RequestQueue.prototype;
const scheduleCheck = prototype.scheduleCheckPendingRequests;
prototype.scheduleCheckPendingRequests = function (this: { pending: unknown[] }): void {
  if (this.pending.length > 0) scheduleCheck.call(this);
};
