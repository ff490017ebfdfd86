#!/usr/bin/env bash
# Takes the product off a cluster: knative/undeploy.sh OVERLAY [--context NAME] [--all]
# First the sources stop delivering; they stay, for deleting one deletes its consumer group and so its place in the topic.
# Secrets, the database and the namespace stay. --all deletes the sources as well: the next ones begin with the oldest event there is,
# which is harmless (every function knows what it has handled) but slow.
set -euo pipefail
cd "$(dirname "$0")/.."
source knative/cluster.sh
overlay=${1:-}; [ $# -gt 0 ] && shift
context='' all=''
while [ $# -gt 0 ]; do
  case $1 in
    --context) context=${2:?}; shift ;;
    --all) all=1 ;;
    *) die "Unknown argument $1." ;;
  esac
  shift
done
need_overlay "$overlay"
need_context "$overlay" "$context"

for source in $(k get kafkasources.sources.knative.dev -l app.kubernetes.io/part-of=todo-chatbot -o name); do
  k patch "$source" --type merge --patch '{"spec":{"consumers":0}}' >/dev/null
  say "$source: no consumers"
done
for name in $(services); do kn service delete "$name" -n "$namespace" --context "$context" --no-wait >/dev/null; done
# Not kn's own wait: it misses an end that comes before it looks, and then waits for ten minutes.
k wait --for=delete services.serving.knative.dev -l app.kubernetes.io/part-of=todo-chatbot --timeout=180s >/dev/null
say "No function is left."
k delete jobs,deployments,networkpolicies,poddisruptionbudgets -l app.kubernetes.io/part-of=todo-chatbot --ignore-not-found >/dev/null
if [ -n "$all" ]; then
  k delete kafkasources.sources.knative.dev -l app.kubernetes.io/part-of=todo-chatbot --wait --timeout=120s
  k delete kafkasinks.eventing.knative.dev -l app.kubernetes.io/part-of=todo-chatbot --wait --timeout=120s
fi
say "Left: $(k get kafkasources.sources.knative.dev,statefulsets,secrets -o name | wc -l) objects (sources, database, secrets) in the namespace $namespace."
