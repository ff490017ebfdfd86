/** Light or dark: as the system says, until the user says otherwise. */
const KEY = "todo.theme";

export function openTheme(): { toggle(): void } {
  const saved = localStorage.getItem(KEY);
  if (saved === "light" || saved === "dark") document.documentElement.dataset.theme = saved;
  return {
    toggle() {
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      const next = (document.documentElement.dataset.theme ?? system) === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      localStorage.setItem(KEY, next);
    },
  };
}
