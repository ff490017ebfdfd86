#!/usr/bin/env bash
# Proves a cluster and these manifests against each other, with whatever cluster the current context names:
#   knative/verify.sh OVERLAY [--context NAME] [--images FILE] [--settings FILE] [--without-…]     (options as in deploy.sh)
# Dry run of every overlay and of what belongs to other namespaces, deployment, a new revision by canary, promotion, rollback, a revision that never becomes ready, removal.
# Meant for a cluster without users. Secrets that are missing are made with values that open nothing, and removed at the end.
# Ends with the list of what it could not check.
set -euo pipefail
cd "$(dirname "$0")/.."
source knative/cluster.sh
overlay=${1:-}; [ $# -gt 0 ] && shift
options=("$@") context='' images=dist/images.env settings='' unchecked=()
while [ $# -gt 0 ]; do
  case $1 in
    --context) context=${2:?}; shift ;;
    --images) images=${2:?}; shift ;;
    --settings) settings=${2:?}; shift ;;
    --without-*) unchecked+=("${1#--without-}, because of $1") ;;
    *) die "Unknown argument $1." ;;
  esac
  shift
done
need_overlay "$overlay"
need_context "$overlay" "$context"
work=dist/verify; rm -rf "$work"; mkdir -p "$work"
passed=0
step() { passed=$((passed + 1)); printf '\n%2d  %s\n' "$passed" "$*"; }
fail() { printf 'FAILED at step %d: %s\n' "$passed" "$*" >&2; exit 1; }
deploy() { knative/deploy.sh "$overlay" ${options[@]+"${options[@]}"} "$@" >"$work/deploy.log" 2>&1; }

step "The server takes every object of every overlay, strictly"
k create namespace "$namespace" --dry-run=client -o yaml | k apply --server-side -f - >/dev/null
printf '%s\n' scheme=https domain=todo.verify.test issuer=https://verify.test jwks-url=https://verify.test/keys >"$work/settings.env"
for each in knative/overlays/*/; do
  each=$(basename "$each")
  "$node" knative/plan/main.ts "$each" "$work/$each" --images "$images" --settings "$work/settings.env" || fail "the plan of $each"
  apply "$work/$each/accounts.yaml"
  for file in objects job sources; do
    k apply --server-side --force-conflicts --field-manager=todo-verify --dry-run=server --validate=strict -f "$work/$each/$file.yaml" >/dev/null || fail "$each/$file.yaml"
  done
  # Under another name: what is deployed already may not be changed, not even in a dry run.
  for file in "$work/$each"/service-*.yaml; do
    sed -E "s/^(    |  )?( *)name: ([a-z]+)(-[0-9a-f]{10}-[0-9a-f]{6})?\$/&/; s/^  name: .*/  name: verify/; s/^      name: ([a-z]+-[0-9a-f]{10}-[0-9a-f]{6})\$/      name: verify-\1/" "$file" |
      k apply --server-side --force-conflicts --field-manager=todo-verify --dry-run=server --validate=strict -f - >/dev/null || fail "$file"
  done
  say "$each: $(grep -ch '^kind:' "$work/$each"/*.yaml | awk '{ n += $1 } END { print n }') objects"
done

step "So it does for Kafka's cluster, topics and users, and for the monitoring"
namespaces=()
# What lies in another namespace is tried there; the namespace is made for it if need be.
try() {
  local of=$1 crd=$2 what=$3; shift 3
  kubectl --context "$context" get crd "$crd" >/dev/null 2>&1 || { unchecked+=("$what: the cluster does not know $crd"); return; }
  kubectl --context "$context" get namespace "$of" >/dev/null 2>&1 || { kubectl --context "$context" create namespace "$of" >/dev/null; namespaces+=("$of"); }
  kubectl --context "$context" apply --server-side --force-conflicts --field-manager=todo-verify --dry-run=server --validate=strict "$@" >"$work/tried.log" || fail "$what"
  say "$what: $(wc -l <"$work/tried.log") objects"
}
for each in kafka/strimzi/*/kustomization.yaml; do
  each=${each%/kustomization.yaml}
  [ "$each" = kafka/strimzi/base ] || try kafka kafkas.kafka.strimzi.io "$each" -k "$each"
done
"$node" observability/render.ts >"$work/monitoring.json"
try monitoring prometheusrules.monitoring.coreos.com "observability" --namespace monitoring -f "$work/monitoring.json"
for each in ${namespaces[@]+"${namespaces[@]}"}; do kubectl --context "$context" delete namespace "$each" --wait=false >/dev/null; done

step "An unknown field is refused"
sed 's/^      enableServiceLinks:/      enableServiceLink:/; s/^  name: .*/  name: verify/; s/^      name: /      name: verify-/' "$work/$overlay/service-chat.yaml" >"$work/misspelt.yaml"
k apply --server-side --dry-run=server --validate=strict -f "$work/misspelt.yaml" >/dev/null 2>&1 && fail "enableServiceLink was accepted"

step "Secrets"
"$node" knative/plan/main.ts "$overlay" "$work/$overlay" --images "$images" ${settings:+--settings "$settings"} || fail "the plan"
cut -d' ' -f1 "$work/$overlay/secrets.txt" | sort -u >"$work/names.txt"
while read -r secret <&3; do
  if k get secret "$secret" >/dev/null 2>&1; then continue; fi
  literals=()
  while read -r of key; do [ "$of" != "$secret" ] || literals+=(--from-literal="${key/\*/value}=of-nothing"); done <"$work/$overlay/secrets.txt"
  k create secret generic "$secret" "${literals[@]}" >/dev/null
  k label secret "$secret" todo-chatbot/made-by=verify >/dev/null
done 3<"$work/names.txt"
made=$(k get secrets -l todo-chatbot/made-by=verify -o name | wc -l)
[ "$made" -eq 0 ] || unchecked+=("work with real Secrets: $made were made up, so functions that reach for them may fail")
clean() { k delete secrets -l todo-chatbot/made-by=verify --ignore-not-found >/dev/null; }
trap clean EXIT

step "Deployment"
deploy || { tail -n 5 "$work/deploy.log"; fail "deploy.sh"; }
for name in $(services); do [ "$(k get services.serving.knative.dev "$name" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ] || fail "$name is not ready"; done
first=$(serving chat)
say "chat: $first"

step "The same again changes nothing"
deploy || { tail -n 5 "$work/deploy.log"; fail "deploy.sh"; }
[ "$(serving chat)" = "$first" ] && grep -q "chat: $first serves already" "$work/deploy.log" || fail "chat was replaced"

step "A canary of 10 %"
# Another setting makes another revision, whatever images there are.
{ [ -z "$settings" ] || cat "$settings"; echo "verified=1"; } >"$work/changed.env"
options+=(--settings "$work/changed.env")
deploy --canary 10 || { tail -n 5 "$work/deploy.log"; fail "deploy.sh --canary 10"; }
split=$(k get services.serving.knative.dev chat -o 'jsonpath={.status.traffic[*].percent}')
[ "$split" = "90 10" ] || fail "the traffic of chat is split $split"
second=$(tagged chat)
[ "$(serving audit)" != "$(grep -o 'audit-[0-9a-f-]*' "$work/$overlay/services.txt")" ] || fail "audit, which has no canary, was not replaced"

step "Promotion"
deploy --promote || fail "deploy.sh --promote"
[ "$(serving chat)" = "$second" ] || fail "$(serving chat) serves, not $second"

step "Rollback"
deploy --rollback || fail "deploy.sh --rollback"
[ "$(serving chat)" = "$first" ] || fail "$(serving chat) serves, not $first"

step "A revision that never becomes ready gets no traffic"
# Its program ends at once; a cluster that only plays pods is told what a kubelet would see.
kn service update recurrence -n "$namespace" --context "$context" --revision-name recurrence-broken --cmd /nodejs/bin/node --arg -e --arg 'process.exit(3)' \
  --annotation-revision sim/exit-code=3 --annotation-revision serving.knative.dev/progress-deadline=30s --wait-timeout 60 >"$work/broken.log" 2>&1 && fail "recurrence-broken became ready"
[ "$(serving recurrence)" != recurrence-broken ] && [ -n "$(serving recurrence)" ] || fail "recurrence-broken serves"
is_ready "$(serving recurrence)" || fail "the old revision is not ready"
deploy || { tail -n 5 "$work/deploy.log"; fail "deploy.sh after it"; }
[ "$(serving recurrence)" != recurrence-broken ] || fail "recurrence-broken serves after the next deployment"

step "Removal: the sources stop first, and stay"
knative/undeploy.sh "$overlay" ${context:+--context "$context"} >"$work/undeploy.log" 2>&1 || { tail -n 5 "$work/undeploy.log"; fail "undeploy.sh"; }
[ -z "$(services)" ] || fail "services are left: $(services)"
consumers=$(k get kafkasources.sources.knative.dev -o 'jsonpath={.items[*].spec.consumers}')
[ "$consumers" = "0 0 0 0 0 0" ] || fail "consumers of the sources: $consumers"

printf '\nAll %d steps passed.\n' "$passed"
unchecked+=("what a page in a browser sees: npm run test does, on the laptop")
printf 'Not checked: %s\n' "${unchecked[@]}"
