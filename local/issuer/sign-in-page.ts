/** Who are you today? On a laptop a name is enough. */
import { html } from "hono/html";

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:100vh;margin:0}
form{display:grid;gap:.75rem;width:min(20rem,80vw)}input,button{font:inherit;padding:.6rem .8rem;border-radius:.5rem;border:1px solid #8886}button{cursor:pointer}`;

export const signInPage = (query: Record<string, string>) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Sign in</title>
    <style>
      ${STYLE}
    </style>
  </head>
  <body>
    <form method="get" action="/authorize">
      <label for="name">Your name on this laptop</label>
      <input id="name" name="login_hint" required pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" maxlength="40" autofocus autocomplete="username" />
      ${Object.entries(query)
        .filter(([name]) => name !== "login_hint")
        .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button>Sign in</button>
    </form>
  </body>
</html>`;
