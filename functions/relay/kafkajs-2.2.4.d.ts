/** The parts of kafkajs 2.2.4 that it does not declare. */
declare module "kafkajs/src/network/requestQueue/index.js" {
  const RequestQueue: {
    prototype: { pending: unknown[]; scheduleCheckPendingRequests(this: { pending: unknown[] }): void };
  };
  export default RequestQueue;
}
