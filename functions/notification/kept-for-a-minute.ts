/** A value that is used often and may be another one at any time, such as a secret that is rotated. */

const KEPT_MS = 60_000;

/** Reads again once a minute, so that a new value comes into use; a failure is not remembered. */
export function keptForAMinute<T>(read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | null = null;
  let readAt = 0;
  return () => {
    if (value === null || performance.now() - readAt > KEPT_MS) {
      readAt = performance.now();
      value = read();
      value.catch(() => {
        value = null;
      });
    }
    return value;
  };
}
