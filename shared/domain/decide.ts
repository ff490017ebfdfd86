/** A wish and the state it meets → the steps that follow from it, or a refusal. Pure: the clock and new ids come in as arguments. */
import { advance } from "./advance.ts";
import type { Command } from "./commands.ts";
import { closeTask, createTask, deleteTask, reopenTask, restoreTask } from "./decide-task.ts";
import { updateTask } from "./decide-update.ts";
import { withinLimits } from "./limits.ts";
import { moveTask, retimeTask } from "./retime.ts";
import { revertSeries, revertTask, revertUser } from "./revert.ts";
import type { Given, State } from "./state.ts";
import type { Step } from "./step.ts";
import { resumeSeries, stopSeries } from "./stop-series.ts";
import { updateUser } from "./update-user.ts";

/** Decides one command. Throws Refused; an empty answer means that nothing is to do. */
export function decide(state: State, command: Command, given: Given): Step[] {
  switch (command.type) {
    case "create-task":
      return withinLimits(createTask(state, command, given));
    case "update-task":
      return withinLimits(updateTask(state, command, given));
    case "complete-task":
      return closeTask(state, command, "completed", given);
    case "skip-task":
      return closeTask(state, command, "skipped", given);
    case "reopen-task":
      return reopenTask(state, command, given);
    case "delete-task":
      return deleteTask(state, command, given);
    case "restore-task":
      return restoreTask(state, command, given);
    case "stop-series":
      return stopSeries(state, given);
    case "advance-series":
      return advance(state, given);
    case "move-task":
      return moveTask(state, given);
    case "retime-task":
      return retimeTask(state, given);
    case "update-user":
      return updateUser(state.user, command.patch, given);
    case "revert-task":
      return revertTask(state, command.changes, given);
    case "revert-series":
      return resumeSeries(state, revertSeries(state, command.changes, given), given);
    case "revert-user":
      return revertUser(state.user, command.changes, given);
  }
}
