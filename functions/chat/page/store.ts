/** What the page knows: tasks, series and the user, each at the newest sequence that was heard of, whoever told it first. */
import type { Changes, Series, Task, User } from "@todo/shared/contracts/types.ts";

export type Store = {
  tasks: ReadonlyMap<string, Task>;
  series: ReadonlyMap<string, Series>;
  readonly user: User | null;
  /** Whether the open tasks are all here, so that an empty list is an empty list. */
  readonly isLoaded: boolean;
  /** Takes a frame of sync; a reset replaces everything but what is newer than it. */
  applyChanges(changes: Changes): void;
  /** Takes tasks out of an answer of the API, which may come before or after the frame that tells the same. */
  applyTasks(tasks: readonly Task[]): void;
  /** Takes everything open as the API lists it, while sync is away. */
  applyList(user: User, tasks: readonly Task[]): void;
  /** Calls back after every change, with the ids of the tasks that are not what they were. */
  subscribe(listener: (changed: ReadonlySet<string>) => void): void;
};

export function openStore(): Store {
  const tasks = new Map<string, Task>();
  const series = new Map<string, Series>();
  const listeners: ((changed: ReadonlySet<string>) => void)[] = [];
  let user: User | null = null;
  let generation = "";
  let isLoaded = false;

  const take = (incoming: readonly Task[], changed: Set<string>) => {
    for (const task of incoming) {
      if ((tasks.get(task.id)?.sequence ?? 0) >= task.sequence) continue;
      tasks.set(task.id, task); // tombstones too: an answer that is older than them must not bring the task back
      changed.add(task.id);
    }
  };
  const tell = (changed: ReadonlySet<string>) => {
    for (const listener of listeners) listener(changed);
  };

  return {
    tasks,
    series,
    get user() {
      return user;
    },
    get isLoaded() {
      return isLoaded;
    },
    applyChanges(changes) {
      const changed = new Set<string>();
      const [epoch = "", sequence] = changes.cursor.split(".");
      if (generation && epoch !== generation) {
        // The database was restored: numbers of before say nothing any more.
        for (const id of tasks.keys()) changed.add(id);
        tasks.clear();
        series.clear();
        user = null;
      }
      generation = epoch;
      if (changes.type === "reset") {
        const head = Number(sequence);
        const kept = new Set(changes.tasks.map((task) => task.id));
        for (const task of tasks.values()) {
          if (kept.has(task.id) || task.sequence > head || task.status !== "open") continue;
          tasks.delete(task.id);
          changed.add(task.id);
        }
      }
      take(changes.tasks, changed);
      for (const one of changes.series) {
        if ((series.get(one.id)?.sequence ?? 0) < one.sequence) series.set(one.id, one);
        for (const task of tasks.values()) if (task.seriesId === one.id) changed.add(task.id);
      }
      if (changes.user && (user?.sequence ?? 0) < changes.user.sequence) user = changes.user;
      isLoaded = true;
      tell(changed);
    },
    applyTasks(incoming) {
      const changed = new Set<string>();
      take(incoming, changed);
      if (changed.size > 0) tell(changed);
    },
    applyList(listed, incoming) {
      const changed = new Set<string>();
      if ((user?.sequence ?? 0) < listed.sequence) user = listed;
      take(incoming, changed);
      isLoaded = true;
      tell(changed);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
