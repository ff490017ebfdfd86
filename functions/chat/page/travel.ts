/** On the road: when the device's time zone is not the profile's, asks once which one counts. */
import type { Actions } from "./actions.ts";
import type { Store } from "./store.ts";
import type { Toasts } from "./toasts.ts";

/** To be called after each change; the answer moves the tasks whose times are not pinned to a zone. */
export function openTravel(deviceZone: string, store: Store, actions: Actions, toasts: Toasts): () => void {
  let asked = false;
  return () => {
    const home = store.user?.timeZone;
    if (asked || !home || home === deviceZone) return;
    asked = true;
    toasts.show({
      kind: "question",
      text: `This device is in ${deviceZone}, your times are in ${home}.`,
      actions: [{ label: `Use ${deviceZone}`, run: () => void actions.moveTo(deviceZone) }],
    });
  };
}
