#!/usr/bin/env bash
# Carries the passwords that Strimzi's user operator made, and the cluster's CA, into the functions' namespace (default: todo).
# Run it again after a rotation; the relay and the sources read them when they start or see the Secret change. Needs npm ci.
set -euo pipefail
cd "$(dirname "$0")/../.."
namespace=${1:-todo}
[ -x node_modules/.bin/node ] || { echo "npm ci first: the Secrets are made by Node." >&2; exit 1; }
value() { kubectl --namespace kafka get secret "$1" --output "go-template={{ index .data \"$2\" | base64decode }}"; }

for user in relay sources dead-letters; do
  kubectl --namespace kafka wait kafkauser "$user" --for condition=Ready --timeout 300s >/dev/null
done
KAFKA_CA=$(value todo-cluster-ca-cert ca.crt)
KAFKA_RELAY_PASSWORD=$(value relay password)
KAFKA_SOURCES_PASSWORD=$(value sources password)
KAFKA_DEAD_LETTERS_PASSWORD=$(value dead-letters password)
export KAFKA_CA KAFKA_RELAY_PASSWORD KAFKA_SOURCES_PASSWORD KAFKA_DEAD_LETTERS_PASSWORD
# Server-side: no copy of a password in an annotation.
node_modules/.bin/node kafka/managed/credentials.ts strimzi | kubectl apply --server-side --namespace "$namespace" --filename -
