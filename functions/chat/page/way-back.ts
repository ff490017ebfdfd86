/** Offers to undo. Undo takes back the last command, whatever it was, so only the newest offer says the truth. */

/** The class of everything that offers it. */
export const WAY_BACK = "way-back";

/** To be called after each command, before the next offer is made. */
export function endWaysBack(): void {
  for (const offer of document.querySelectorAll(`.${WAY_BACK}`)) offer.remove();
}
