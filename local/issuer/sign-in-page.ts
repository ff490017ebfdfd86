/** Who are you today? On a laptop a name is enough. */
import { html } from "hono/html";

const STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#f5f3ee, #14151b); --surface: light-dark(#fffefb, #1d1f28);
  --ink: light-dark(#23222b, #ecebf3); --muted: light-dark(#66646f, #a3a2b1); --line: light-dark(#8f8a80, #7c7d8c);
  --accent: light-dark(#4f46c8, #a7a0ff); --on-accent: light-dark(#ffffff, #191736) }
* { box-sizing: border-box }
body { background: var(--paper); color: var(--ink); display: grid; font: 1rem/1.5 ui-sans-serif, system-ui, sans-serif;
  margin: 0; min-height: 100dvh; padding: 1rem; place-items: center }
form { background: var(--surface); border-radius: 1.25rem; box-shadow: 0 1rem 3rem rgb(20 18 40 / 14%); display: grid; gap: .9rem;
  padding: 2rem; width: min(23rem, calc(100vw - 2rem)) }
h1 { font-size: 1.4rem; letter-spacing: -.02em; margin: 0 }
p { color: var(--muted); font-size: .875rem; margin: 0 }
label { font-size: .875rem; font-weight: 600 }
input, button { border-radius: .7rem; font: inherit; padding: .65rem .85rem }
input { background: var(--paper); border: 1px solid var(--line); color: inherit; width: 100% }
button { background: var(--accent); border: 0; color: var(--on-accent); cursor: pointer; font-weight: 600 }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }`;

/** The form that comes back to /authorize with a name and everything the client asked with. */
export const signInPage = (query: Record<string, string>) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sign in</title>
    <style>
      ${STYLE}
    </style>
  </head>
  <body>
    <main><form method="get" action="/authorize">
      <h1>Who are you today?</h1>
      <label for="name">Your name on this laptop</label>
      <input id="name" name="login_hint" required pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" maxlength="40" autofocus autocomplete="username"
        autocapitalize="none" spellcheck="false" title="Letters, digits, dots, hyphens and underscores" />
      ${Object.entries(query)
        .filter(([name]) => name !== "login_hint")
        .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button>Sign in</button>
      <p>There is no password: this provider answers on this machine only. Each name has tasks of its own.</p>
    </form></main>
  </body>
</html>`;
