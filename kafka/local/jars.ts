import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findOnPath, isExecutable, run } from "../../local/parts/commands.ts";
import { madeOnce, repositoryRoot } from "../../local/parts/made-once.ts";
import { PartMissing } from "../../local/parts/part-missing.ts";
import { mayInstall } from "../../local/parts/part-or-skip.ts";

const pom = fileURLToPath(new URL("pom.xml", import.meta.url));
const oldestJava = 17;

/** The Java that runs the broker and the folder with its jars, fetched by Maven the first time (about 45 MB). */
export async function kafkaRuntime(): Promise<{ java: string; jars: string }> {
  const java = await findJava();
  return { java, jars: join(await jarsFolder(), "lib") };
}

async function findJava(): Promise<string> {
  const home = process.env.JAVA_HOME;
  const ofHome = home === undefined ? null : join(home, "bin", "java");
  const java = ofHome !== null && isExecutable(ofHome) ? ofHome : findOnPath(["java"]);
  if (java === null)
    throw new PartMissing(`Kafka needs Java ${oldestJava} or newer: install it, or set KAFKA_BROKERS to a running cluster.`);
  const { stdout, stderr } = await run(java, ["-version"]);
  const version = javaMajorVersion(`${stderr}\n${stdout}`);
  if (version === null || version < oldestJava) {
    throw new PartMissing(`Kafka needs Java ${oldestJava} or newer and ${java} is ${version ?? "unknown"}: set JAVA_HOME to a newer one.`);
  }
  return java;
}

/** The feature release that `java -version` prints: `1.8.0_452` is 8, `17.0.15` is 17; null when it prints none. */
export function javaMajorVersion(output: string): number | null {
  const found = /version "(?:1\.)?(\d+)/.exec(output);
  return found === null ? null : Number(found[1]);
}

/** Named by the pom's content as well: another pin is another folder, never a mixture. */
async function jarsFolder(): Promise<string> {
  const content = await readFile(pom, "utf8");
  const fingerprint = createHash("sha256").update(content).digest("hex").slice(0, 8);
  return madeOnce(join(repositoryRoot, ".cache", "kafka", `${kafkaVersion(content)}-${fingerprint}`), fetchJars);
}

/** The version of Kafka that a pom pins. */
export function kafkaVersion(pomContent: string): string {
  const found = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)<\/version>/.exec(pomContent);
  if (found?.[1] === undefined) throw new Error("kafka/local/pom.xml names no version of kafka_2.13.");
  return found[1];
}

async function fetchJars(into: string): Promise<void> {
  const maven = findOnPath(["mvn"]);
  if (maven === null || !mayInstall()) {
    throw new PartMissing(
      "Apache Kafka is not fetched yet: install Maven and unset TODO_INSTALL_PARTS, or set KAFKA_BROKERS to a running cluster.",
    );
  }
  process.stderr.write("Fetching Apache Kafka with Maven (once) …\n");
  // Maven gets a copy so that it writes nothing next to the committed file.
  await copyFile(pom, join(into, "pom.xml"));
  await mkdir(join(into, "lib"));
  const goal = ["-B", "-q", "dependency:copy-dependencies", "-DincludeScope=runtime", `-DoutputDirectory=${join(into, "lib")}`];
  await run(maven, goal, { cwd: into, timeoutMs: 10 * 60_000 }).catch((error: unknown) => {
    throw new PartMissing(
      "Maven could not fetch Apache Kafka: check the network or ~/.m2/settings.xml, or set KAFKA_BROKERS to a running cluster.",
      {
        cause: error,
      },
    );
  });
  const jars = await readdir(join(into, "lib"));
  if (!jars.some((jar) => jar.startsWith("kafka_2.13-"))) throw new Error(`Maven succeeded and left no Kafka among ${jars.length} files.`);
}
