/** The list without sync: what is open, as the API tells it. What changes meanwhile in other windows comes with sync. */
import type { Task, TaskPage } from "@todo/shared/contracts/types.ts";
import type { Api } from "./api.ts";
import type { Store } from "./store.ts";

/** Does nothing where the API does not answer either: the next failure of sync asks again. */
export async function loadList(api: Api, store: Store): Promise<void> {
  try {
    const user = await api.me();
    const tasks: Task[] = [];
    for (let cursor: string | null = null, isLast = false; !isLast; isLast = cursor === null) {
      const page: TaskPage = await api.open(cursor);
      tasks.push(...page.tasks);
      cursor = page.next;
    }
    store.applyList(user, tasks);
  } catch {
    // Left as it is.
  }
}
