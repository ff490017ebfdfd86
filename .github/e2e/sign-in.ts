/** Signs in at Dex as a browser does: authorization code with PKCE, a form, a redirect. */
import { createHash, randomBytes } from "node:crypto";

export type Login = { issuer: string; clientId: string; redirectUri: string; email: string; password: string };

/** An ID token of the person. Throws with what was answered instead. */
export async function signIn({ issuer, clientId, redirectUri, email, password }: Login): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const begin = new URL(`${issuer}/auth`);
  begin.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid email profile",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: randomBytes(8).toString("hex"),
  }).toString();

  const form = await fetch(begin);
  if (!form.ok) throw new Error(`${begin.origin} answered ${form.status} instead of a form.`);
  const answer = await fetch(form.url, { method: "POST", body: new URLSearchParams({ login: email, password }), redirect: "manual" });
  const code = await codeFrom(answer, form.url, redirectUri);
  const token = await fetch(`${issuer}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      client_id: clientId,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  const body: unknown = await token.json();
  if (typeof body === "object" && body !== null && "id_token" in body && typeof body.id_token === "string") return body.id_token;
  throw new Error(`No token: ${token.status} ${JSON.stringify(body)}`);
}

/** Follows redirects until one leads to the client, without asking the client anything. */
async function codeFrom(answer: Response, from: string, redirectUri: string): Promise<string> {
  let [response, url] = [answer, from];
  for (let hops = 0; hops < 5; hops++) {
    const location = response.headers.get("location");
    if (location === null) throw new Error(`${url} answered ${response.status} without a redirect: is the password right?`);
    url = new URL(location, url).href;
    if (url.startsWith(redirectUri)) {
      const code = new URL(url).searchParams.get("code");
      if (code === null) throw new Error(`Dex refuses: ${url}`);
      return code;
    }
    response = await fetch(url, { redirect: "manual" });
  }
  throw new Error("Dex redirects without end.");
}
