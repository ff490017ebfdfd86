#!/usr/bin/env bash
# Installs what the product runs on, in pinned versions, on the cluster of the current context: clouds/platform.sh KAFKA
#   KAFKA   single-node | three-nodes: Strimzi and a cluster of that size; managed: no Kafka here
# Can be run again; with another version written below it upgrades. Needs kubectl and helm.
set -euo pipefail
cd "$(dirname "$0")/.."

knative=v1.23.0
dapr=1.18.1
strimzi=1.2.0

kafka=${1:-}
case $kafka in
  single-node | three-nodes | managed) ;;
  *) sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
apply() { kubectl apply --server-side --force-conflicts --filename "$1" >/dev/null; }
release() { apply "https://github.com/$1/releases/download/knative-$knative/$2"; }
# Objects that come before the webhook which checks them are refused: each step waits.
ready() { kubectl --namespace "$1" wait deployment --all --for condition=Available --timeout 10m >/dev/null; }
step() { printf '== %s\n' "$*"; }

step "Knative Serving $knative, behind Kourier"
release knative/serving serving-crds.yaml
kubectl wait crd --all --for condition=Established --timeout 2m >/dev/null
release knative/serving serving-core.yaml
release knative-extensions/net-kourier kourier.yaml
ready knative-serving
ready kourier-system
kubectl --namespace knative-serving patch configmap config-network --type merge \
  --patch '{"data":{"ingress-class":"kourier.ingress.networking.knative.dev"}}' >/dev/null

step "Knative Eventing $knative, with Kafka's source and sink"
release knative/eventing eventing-crds.yaml
kubectl wait crd --all --for condition=Established --timeout 2m >/dev/null
release knative/eventing eventing-core.yaml
ready knative-eventing
release knative-extensions/eventing-kafka-broker eventing-kafka-controller.yaml
release knative-extensions/eventing-kafka-broker eventing-kafka-source.yaml
release knative-extensions/eventing-kafka-broker eventing-kafka-sink.yaml
ready knative-eventing

# Neither actors nor jobs are used, so placement and scheduler stay away. The injector lets a pod pass when it is not there itself; such
# a pod can read no secret, and the operator deletes it.
step "Dapr $dapr, for state and secrets"
helm upgrade --install dapr dapr --repo https://dapr.github.io/helm-charts/ --version "$dapr" \
  --namespace dapr-system --create-namespace --wait --timeout 10m \
  --set global.seccompProfile=RuntimeDefault --set global.actors.enabled=false --set global.scheduler.enabled=false \
  --set dapr_sidecar_injector.sidecarDropALLCapabilities=true \
  --set dapr_sidecar_injector.sidecarRunAsNonRoot=true \
  --set dapr_operator.watchInterval=30s >/dev/null

[ "$kafka" != managed ] || { step "Kafka is a service: kafka/managed/README.md"; exit 0; }
step "Strimzi $strimzi, and Kafka on $kafka"
kubectl create namespace kafka --dry-run=client --output yaml | kubectl apply --server-side --filename - >/dev/null
helm upgrade --install strimzi oci://quay.io/strimzi-helm/strimzi-kafka-operator --version "$strimzi" --namespace kafka --wait --timeout 10m >/dev/null
kubectl apply --server-side --kustomize "kafka/strimzi/$kafka" >/dev/null
kubectl --namespace kafka wait kafka/todo --for condition=Ready --timeout 15m >/dev/null
kubectl --namespace kafka wait kafkatopic,kafkauser --all --for condition=Ready --timeout 5m >/dev/null
step "Next: kafka/strimzi/credentials.sh"
