/**
 * Signing in: OpenID Connect, authorization code with PKCE. Tokens stay in memory and are renewed before they end; what is stored
 * is the name to come back with, which makes the way through the identity provider invisible after a reload.
 */
import { challengeOf, randomText } from "./pkce.ts";

export type PageConfig = { issuer: string; clientId: string; syncUrl: string; sendsMail: boolean };

export type Session = {
  /** Who signed in, for the eye. */
  name: string;
  /** A token that is good for the next seconds at least. Throws SignedOut when only signing in again can give one. */
  token(): Promise<string>;
  /** The token was refused: the next call of token() has a new one. */
  refused(): void;
  signOut(): void;
};

/** Only the user can go on from here, by signing in again. */
export class SignedOut extends Error {
  override name = "SignedOut";
}

type Tokens = { access: string; refresh: string | null; name: string; renewAt: number; endsAt: number };
type Endpoints = { authorization_endpoint: string; token_endpoint: string };

const ATTEMPT = "todo.sign-in";
const HINT = "todo.name";
const EARLY_MS = 60_000;
const ENDED = "Your session has ended. Sign in to go on where you were.";

/**
 * The session of who comes back from the identity provider; null when the browser is being sent there. Throws SignedOut with the reason when that
 * went wrong; `ended` is told when the session cannot be renewed any more.
 */
export async function openSession(config: PageConfig, ended: (reason: string) => void): Promise<Session | null> {
  const endpoints = await discover(config.issuer);
  const query = new URLSearchParams(location.search);
  if (!query.has("code") && !query.has("error")) {
    await goToSignIn(config, endpoints, query.get("login_hint"));
    return null;
  }
  const attempt = JSON.parse(sessionStorage.getItem(ATTEMPT) ?? "null");
  sessionStorage.removeItem(ATTEMPT);
  history.replaceState(null, "", location.pathname);
  if (query.has("error")) throw new SignedOut(query.get("error_description") ?? query.get("error") ?? "Signing in did not work.");
  if (!attempt || attempt.state !== query.get("state")) throw new SignedOut("That sign-in was not begun here.");
  const form = {
    grant_type: "authorization_code",
    code: query.get("code") ?? "",
    redirect_uri: redirectUri(),
    code_verifier: attempt.verifier,
  };
  return keep(config, endpoints, await fetchTokens(config, endpoints, form), ended);
}

/** Forgets who was here, so that the next sign-in asks. */
export function forget(): void {
  sessionStorage.removeItem(HINT);
  localStorage.removeItem(HINT);
}

function keep(config: PageConfig, endpoints: Endpoints, first: Tokens, ended: (reason: string) => void): Session {
  let tokens = first;
  let renewal: Promise<Tokens> | null = null;
  sessionStorage.setItem(HINT, first.name);
  localStorage.setItem(HINT, first.name);
  const renew = async (): Promise<Tokens> => {
    if (!tokens.refresh) throw new SignedOut(ENDED);
    const form = { grant_type: "refresh_token", refresh_token: tokens.refresh };
    const renewed = await fetchTokens(config, endpoints, form);
    return { ...renewed, refresh: renewed.refresh ?? tokens.refresh, name: renewed.name || tokens.name };
  };
  return {
    name: first.name,
    async token() {
      if (Date.now() < tokens.renewAt) return tokens.access;
      renewal ??= renew().finally(() => {
        renewal = null;
      });
      try {
        tokens = await renewal;
      } catch (error) {
        if (error instanceof SignedOut) ended(ENDED);
        if (error instanceof SignedOut || tokens.endsAt <= Date.now()) throw error;
      }
      return tokens.access;
    },
    refused() {
      tokens = { ...tokens, renewAt: 0, endsAt: 0 };
    },
    signOut() {
      forget();
      tokens = { ...tokens, refresh: null, renewAt: 0, endsAt: 0 };
    },
  };
}

async function discover(issuer: string): Promise<Endpoints> {
  const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`).catch(() => null);
  if (!answer?.ok) throw new Error(`the identity provider ${answer ? `answered ${answer.status}` : "cannot be reached"}`);
  return await answer.json();
}

/** Leaves the page for the identity provider, with the name that was here before, so that it need not ask. */
async function goToSignIn(config: PageConfig, endpoints: Endpoints, wished: string | null): Promise<void> {
  const attempt = { state: randomText(16), verifier: randomText() };
  sessionStorage.setItem(ATTEMPT, JSON.stringify(attempt));
  const hint = wished ?? sessionStorage.getItem(HINT) ?? localStorage.getItem(HINT);
  const url = new URL(endpoints.authorization_endpoint);
  const query = {
    response_type: "code",
    client_id: config.clientId,
    redirect_uri: redirectUri(),
    scope: "openid email offline_access",
    state: attempt.state,
    code_challenge: await challengeOf(attempt.verifier),
    code_challenge_method: "S256",
    ...(hint ? { login_hint: hint } : {}),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  // In the place of this page, so that "back" leads to what was before it.
  location.replace(url);
}

async function fetchTokens(config: PageConfig, endpoints: Endpoints, form: Record<string, string>): Promise<Tokens> {
  const body = new URLSearchParams({ ...form, client_id: config.clientId });
  const answer = await fetch(endpoints.token_endpoint, { method: "POST", body });
  const answered = await answer.json();
  if (answer.status >= 500) throw new Error(`the identity provider answered ${answer.status}`);
  if (!answer.ok) throw new SignedOut(answered.error_description ?? ENDED);
  const lifeMs = Number(answered.expires_in ?? 300) * 1000;
  return {
    access: answered.access_token,
    refresh: answered.refresh_token ?? null,
    name: nameIn(answered.id_token ?? answered.access_token),
    renewAt: Date.now() + lifeMs - Math.min(EARLY_MS, lifeMs / 3),
    endsAt: Date.now() + lifeMs,
  };
}

/** The name in a token, for display and as the hint of the next sign-in; whether the token is true is for the functions to check. */
function nameIn(token: string): string {
  const payload = token.split(".")[1];
  if (!payload) return "";
  const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const claims = JSON.parse(new TextDecoder().decode(bytes));
  return String(claims.preferred_username ?? claims.email ?? claims.sub ?? "");
}

const redirectUri = (): string => `${location.origin}/`;
