#!/usr/bin/env bash
# The Secrets of a cluster that lives for one test: one superuser for everyone, acting as each function's role as on a laptop.
set -euo pipefail
namespace=$1
password=$(openssl rand -hex 24)
url="postgres://postgres:$password@postgres.$namespace.svc.cluster.local:5432/todo"
secret() { kubectl --namespace "$namespace" create secret generic "$@" >/dev/null; }

secret postgres --from-literal "password=$password"
for each in migrate chat recurrence notification audit sync relay relay-listen; do secret "database-$each" --from-literal "url=$url"; done
secret state-database --from-literal "url=$url?options=-c%20role%3Dtodo_dapr"
secret webhook-signing-key --from-literal "value=$(openssl rand -base64 32)"
