# shellcheck shell=bash
# What deploy.sh, undeploy.sh and verify.sh know of a cluster. Sourced, from the repository's root.
namespace=todo
node=node_modules/.bin/node

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }
k() { kubectl --context "$context" --namespace "$namespace" "$@"; }
apply() { k apply --server-side --force-conflicts --field-manager=todo-deploy --validate=strict -f "$1" >/dev/null; }

need_overlay() {
  [ -n "$1" ] && [ -d "knative/overlays/$1" ] || die "usage: $0 OVERLAY …, one of: $(cd knative/overlays && echo *)"
  command -v kubectl >/dev/null && command -v kn >/dev/null || die "kubectl and kn are needed."
  [ -x "$node" ] || die "npm ci first: the plan is made by Node."
}

# The current context must be the one that is meant: a deployment to the wrong cluster is hard to take back.
need_context() {
  local wanted=$2 current
  current=$(kubectl config current-context 2>/dev/null) || die "There is no current context: kubectl config use-context …"
  if [ -n "$wanted" ]; then [ "$current" = "$wanted" ] || die "The current context is $current, not $wanted. Nothing was changed."
  else
    case $1:$current in
      minikube:minikube | minikube:knative | minikube:kind-* | oke:context-* | gke:gke_* | aks:aks*) ;;
      *) die "The current context is $current, which does not look like $1. If it is meant, say so: --context $current" ;;
    esac
  fi
  context=$current
}

services() { k get services.serving.knative.dev -l app.kubernetes.io/part-of=todo-chatbot -o name | sed 's#.*/##'; }
# kn refuses to untag what has no tag, so the option is dropped then.
traffic() {
  local name=$1; shift
  local args=("$@")
  if [ -z "$(tagged "$name")" ]; then
    args=()
    while [ $# -gt 0 ]; do if [ "$1" = --untag ]; then shift; else args+=("$1"); fi; shift; done
  fi
  kn service update "$name" -n "$namespace" --context "$context" "${args[@]}" --no-wait >/dev/null
  routed "$name"
}
# kn would wait for the newest revision as well, which may be one that never becomes ready; here only the routes count.
routed() {
  local seconds
  for seconds in $(seq 60); do
    [ "$(k get services.serving.knative.dev "$1" -o 'jsonpath={.status.observedGeneration} {.status.conditions[?(@.type=="RoutesReady")].status}')" = \
      "$(k get services.serving.knative.dev "$1" -o 'jsonpath={.metadata.generation}') True" ] && return
    sleep 1
  done
  die "The traffic of $1 did not change within $seconds s: kubectl describe ksvc $1 -n $namespace"
}
# The revision with most of the traffic; empty when there is none.
serving() {
  k get services.serving.knative.dev "$1" --ignore-not-found -o 'jsonpath={range .status.traffic[*]}{.percent}{" "}{.revisionName}{"\n"}{end}' | sort -rn | awk '$1 > 0 { print $2; exit }'
}
exists() { [ -n "$(k get revisions.serving.knative.dev "$1" --ignore-not-found -o name)" ]; }
is_ready() { [ "$(k get revisions.serving.knative.dev "$1" --ignore-not-found -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]; }
tagged() { k get services.serving.knative.dev "$1" --ignore-not-found -o 'jsonpath={.spec.traffic[?(@.tag=="candidate")].revisionName}'; }
revision_before() {
  k get revisions.serving.knative.dev -l "serving.knative.dev/service=$1" --sort-by=.metadata.creationTimestamp \
    -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}' |
    awk -v now="$2" '$1 == now { print before; exit } $2 == "True" { before = $1 }'
}
show() {
  k get services.serving.knative.dev -l app.kubernetes.io/part-of=todo-chatbot \
    -o 'custom-columns=SERVICE:.metadata.name,READY:.status.conditions[?(@.type=="Ready")].status,TRAFFIC:.status.traffic[*].percent,REVISIONS:.status.traffic[*].revisionName,URL:.status.url'
}
