/** Making elements. Text enters as text nodes only, so nothing a user wrote is ever read as HTML. */

export type Child = Node | string | null;
type Attribute = string | number | boolean | null | ((event: Event) => void);

/** An element with attributes (a function listens to the event of that name; null and false leave the attribute out) and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** The element of index.html with this id; throws when the shell and the code have drifted apart. */
export function byId<Type extends HTMLElement>(id: string, type: { new (): Type }): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} with the id ${id}`);
  return found;
}

/** Whether the user asked the system for less motion. */
export const prefersLessMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
