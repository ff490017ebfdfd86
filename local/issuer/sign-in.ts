/** Signing in without a browser: the same code flow with PKCE that the page goes through. */
import { createHash, randomBytes } from "node:crypto";

const REDIRECT = "http://127.0.0.1/signed-in";

/** A fresh access token of this name. */
export async function signIn(issuerUrl: string, name: string, clientId = "todo"): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: REDIRECT,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    login_hint: name,
  });
  const redirected = await fetch(`${issuerUrl}/authorize?${query}`, { redirect: "manual" });
  const location = redirected.headers.get("location");
  if (!location) throw new Error(`The issuer did not sign ${name} in: ${await redirected.text()}`);
  const form = {
    grant_type: "authorization_code",
    code: new URL(location).searchParams.get("code") ?? "",
    redirect_uri: REDIRECT,
    client_id: clientId,
  };
  const answer = await fetch(`${issuerUrl}/token`, { method: "POST", body: new URLSearchParams({ ...form, code_verifier: verifier }) });
  if (!answer.ok) throw new Error(`The issuer gave no token: ${await answer.text()}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}
