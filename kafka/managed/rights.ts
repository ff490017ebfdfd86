/** Who may do what, read from the KafkaUsers of kafka/strimzi, so that a cluster without the operator gets the same rights. */
import { readFileSync } from "node:fs";
import kafkajs, { type AclEntry, type Admin } from "kafkajs";
import { parseAllDocuments } from "yaml";
import type { KafkaUser } from "./services.ts";

// Not among the names that Node finds in this CommonJS module.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

export type Right = {
  readonly user: KafkaUser;
  readonly resource: "topic" | "group";
  readonly name: string;
  readonly pattern: "literal" | "prefix";
  readonly operation: "Read" | "Write" | "Describe" | "Delete";
};

const USERS: Readonly<Record<string, KafkaUser>> = { relay: "relay", sources: "sources", "dead-letters": "deadLetters" };

type Manifest = {
  metadata: { name: string };
  spec: {
    authorization: {
      acls: { resource: { type: "topic" | "group"; name: string; patternType: "literal" | "prefix" }; operations: Right["operation"][] }[];
    };
  };
};

/** One right per operation. The manifests are checked against the operator's schema in their test. */
export function rightsOfManifests(): Right[] {
  const documents = parseAllDocuments(readFileSync(new URL("../strimzi/base/users.yaml", import.meta.url), "utf8"));
  return documents.flatMap((document) => {
    const { metadata, spec }: Manifest = document.toJS();
    const user = USERS[metadata.name];
    if (!user) throw new Error(`users.yaml has a user ${metadata.name} that nobody signs in as.`);
    return spec.authorization.acls.flatMap(({ resource, operations }) =>
      operations.map((operation) => ({ user, resource: resource.type, name: resource.name, pattern: resource.patternType, operation })),
    );
  });
}

/** Grants the rights to these names; granting again changes nothing. Rights that are there besides are left alone. */
export async function grant(admin: Admin, rights: readonly Right[], names: Readonly<Record<KafkaUser, string>>): Promise<void> {
  await admin.createAcls({ acl: rights.map((right) => aclOf(right, names[right.user])) });
}

function aclOf({ resource, name, pattern, operation }: Right, userName: string): AclEntry {
  return {
    principal: `User:${userName}`,
    host: "*",
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP }[resource],
    resourceName: name,
    resourcePatternType: { literal: ResourcePatternTypes.LITERAL, prefix: ResourcePatternTypes.PREFIXED }[pattern],
    operation: {
      Read: AclOperationTypes.READ,
      Write: AclOperationTypes.WRITE,
      Describe: AclOperationTypes.DESCRIBE,
      Delete: AclOperationTypes.DELETE,
    }[operation],
  };
}
