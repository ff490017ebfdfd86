/** `npm run token -- <name>`: signs in by that name and prints the access token, for a try by hand. It is good for ten minutes. */
import { signIn } from "./issuer/sign-in.ts";
import { findRunning } from "./running.ts";

async function main(): Promise<void> {
  const [name] = process.argv.slice(2);
  if (!name) throw new Error("Whose? npm run token -- <name>, as on the page.");
  console.log(await signIn(findRunning().issuerUrl, name));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
