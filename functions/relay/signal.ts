/** A wish to be woken that is not lost when it comes before the wait. */

export type Signal = {
  raise(): void;
  /** Resolves at once when it was raised since the last wait, else when it is raised, or after `ms`; true when it was raised. */
  wait(ms: number): Promise<boolean>;
};

/** A lowered signal for one waiter. */
export function signal(): Signal {
  let isRaised = false;
  let wake: (() => void) | null = null;
  return {
    raise() {
      isRaised = true;
      wake?.();
    },
    async wait(ms) {
      if (!isRaised) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = null;
      }
      const wasRaised = isRaised;
      isRaised = false;
      return wasRaised;
    },
  };
}
