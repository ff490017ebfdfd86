#!/usr/bin/env bash
# Brings a cluster to what the checkout says, or changes which revisions get the traffic:
#   knative/deploy.sh OVERLAY [--canary PERCENT]   minikube, oke, gke or aks
#   knative/deploy.sh OVERLAY --migrate            database only: before the first deployment, whose functions need logins.sql
#   knative/deploy.sh OVERLAY --promote            all traffic to the canaries
#   knative/deploy.sh OVERLAY --rollback           all traffic to the revisions before the present ones
#   --images FILE     <program>=<repository>@sha256:… lines, default dist/images.env
#   --settings FILE   <setting>=<value> lines that replace those of the overlay's settings.yaml
#   --context NAME    the kubectl context that must be the current one; default: one that is named as the overlay's clusters are
#   --without-dapr    --without-sources-ready    --without-smoke    leave a check out, and say so
# Everything is checked before anything is changed. A revision that does not become ready gets no traffic.
set -euo pipefail
cd "$(dirname "$0")/.."
source knative/cluster.sh

overlay=${1:-}; [ $# -gt 0 ] && shift
action=deploy percent=100 images=dist/images.env settings='' context='' dapr=1 sources_ready=1 smoke=1 until_migrated=''
while [ $# -gt 0 ]; do
  case $1 in
    --canary) action=deploy percent=${2:?--canary needs a percentage}; shift ;;
    --migrate) action=deploy until_migrated=1 ;;
    --promote | --rollback) action=${1#--} ;;
    --images) images=${2:?}; shift ;;
    --settings) settings=${2:?}; shift ;;
    --context) context=${2:?}; shift ;;
    --without-dapr) dapr= ;;
    --without-sources-ready) sources_ready= ;;
    --without-smoke) smoke= ;;
    *) die "Unknown argument $1." ;;
  esac
  shift
done
[[ $percent =~ ^[1-9][0-9]?$|^100$ ]] || die "--canary takes a whole percentage from 1 to 99, not $percent."
need_overlay "$overlay"
need_context "$overlay" "$context"

# --- checks that change nothing
plan=dist/deploy/$overlay
check_plan() {
  [ -e "$images" ] || die "There is no $images: build and push the images with build/images.sh, or name the file with --images."
  "$node" knative/plan/main.ts "$overlay" "$plan" --images "$images" ${settings:+--settings "$settings"} || die "Nothing was changed."
}
check_cluster() {
  local wanted crds name known missing="" secret key have
  crds="services.serving.knative.dev revisions.serving.knative.dev kafkasources.sources.knative.dev kafkasinks.eventing.knative.dev"
  known=$(k get crd -o name)
  for name in $crds ${dapr:+components.dapr.io configurations.dapr.io}; do
    grep -qx ".*/$name" <<<"$known" || die "The cluster does not know $name: install Knative Serving, Eventing with its Kafka source and sink, and Dapr first."
  done
  # Names of keys, never values.
  have=$(k get secrets -o 'go-template={{range .items}}{{$name := .metadata.name}}{{range $key, $_ := .data}}{{$name}} {{$key}}{{"\n"}}{{end}}{{end}}')
  while read -r secret key; do
    wanted="$secret $key"
    # Dapr gives all keys of a Secret; which one is meant is clear when it has no other.
    if [ "$key" = '*' ]; then [ "$(grep -c "^$secret " <<<"$have")" = 1 ] || missing+="  $secret (exactly one key)"$'\n'
    else grep -qFx "$wanted" <<<"$have" || missing+="  $secret, key $key"$'\n'; fi
  done <"$plan/secrets.txt"
  [ -z "$missing" ] || die "Secrets are missing in the namespace $namespace (knative/secrets.md says what they hold):"$'\n'"${missing%$'\n'}"
}
# kn drops unknown fields silently; the server, asked to be strict, names them.
dry_run() { k apply --server-side --force-conflicts --field-manager=todo-deploy --dry-run=server --validate=strict -f "$1" >/dev/null || die "The cluster refuses $1. $2"; }

deploy() {
  check_plan
  check_cluster
  say "Checking every object against the cluster"
  local file
  for file in accounts objects job sources; do dry_run "$plan/$file.yaml" "Nothing was changed."; done
  apply "$plan/accounts.yaml"
  local name revision canary
  while read -r name revision canary <&3; do
    exists "$revision" || dry_run "$plan/service-$name.yaml" "Nothing was changed but service accounts."
  done 3<"$plan/services.txt"

  say "Applying what is not replaced step by step"
  apply "$plan/objects.yaml"
  local rollout
  while read -r rollout; do k rollout status "$rollout" --timeout=300s; done <"$plan/rollouts.txt"

  say "Migrating the database"
  k delete job -l app.kubernetes.io/component=migrate --wait >/dev/null
  apply "$plan/job.yaml"
  k wait --for=condition=Complete job -l app.kubernetes.io/component=migrate --timeout="${MIGRATE_TIMEOUT:-600s}" >/dev/null ||
    { k logs -l app.kubernetes.io/component=migrate --tail=20 >&2 || true; die "The migration did not complete: no function was replaced."; }
  if [ -n "$until_migrated" ]; then say "The database is up to date."; exit; fi

  while read -r name revision canary <&3; do replace "$name" "$revision" "$canary"; done 3<"$plan/services.txt"

  say "Applying the sources"
  apply "$plan/sources.yaml"
  if [ -n "$sources_ready" ]; then
    k wait --for=condition=Ready kafkasource --all --timeout=300s >/dev/null || die "A KafkaSource is not ready: kubectl describe kafkasource"
  else say "Not checked: whether the KafkaSources became ready."; fi
}

# A new revision beside the old one, then the traffic. The old one keeps all of it until the new one is ready.
replace() {
  local name=$1 revision=$2 canary=$3 before
  before=$(serving "$name")
  if [ "$before" = "$revision" ]; then say "$name: $revision serves already"; return; fi
  if [ -n "$before" ]; then
    say "$name: $before -> $revision"
    traffic "$name" --traffic "$before=100" --untag candidate
  else say "$name: $revision, the first"; fi
  # One that is there already (after a rollback) is not sent again: Knative would refuse it as changed, or as taken.
  if ! exists "$revision"; then
    kn service apply "$name" -f "$plan/service-$name.yaml" -n "$namespace" --context "$context" --wait --wait-timeout "${READY_TIMEOUT:-300}" >/dev/null || true
  fi
  is_ready "$revision" || die "$revision did not become ready. ${before:+$before keeps all traffic of $name. }Why: kubectl describe revision $revision -n $namespace"
  if [ -n "$before" ] && [ "$canary" = canary ] && [ "$percent" -lt 100 ]; then
    traffic "$name" --traffic "$before=$((100 - percent))" --traffic "$revision=$percent" --tag "$revision=candidate"
    say "$name: $percent % to $revision. Next: knative/deploy.sh $overlay --promote, or --rollback"
  elif [ -n "$before" ]; then traffic "$name" --traffic "$revision=100"; fi
}

promote() {
  local name revision
  for name in $(services); do
    revision=$(tagged "$name")
    [ -n "$revision" ] || continue
    traffic "$name" --traffic "$revision=100" --untag candidate
    say "$name: all traffic to $revision"
  done
}

# A canary is only taken back; without one, the newest ready revision before the serving one gets the traffic.
rollback() {
  local name now before
  local canaries=; for name in $(services); do [ -z "$(tagged "$name")" ] || canaries+=" $name"; done
  for name in ${canaries:-$(services)}; do
    now=$(serving "$name")
    if [ -n "$canaries" ]; then before=$now; else before=$(revision_before "$name" "$now"); fi
    [ -n "$before" ] || { say "$name: there is no ready revision before $now"; continue; }
    traffic "$name" --traffic "$before=100" --untag candidate
    say "$name: all traffic to $before"
  done
}

smoke_test() {
  local chat sync
  { read -r chat; read -r sync; } <"$plan/origins.txt"
  say "Asking $chat and $sync"
  local url
  for url in "$chat/health/readiness" "$chat/page-config.json" "$sync/health/readiness"; do
    curl --fail --silent --show-error --output /dev/null --max-time 20 --retry 5 --retry-all-errors "$url" || die "$url does not answer as it should."
  done
}

"$action"
if [ "$action" = deploy ]; then
  if [ -n "$smoke" ]; then smoke_test; else say "Not checked: whether a browser reaches $(head -n 1 "$plan/origins.txt")"; fi
fi
show
