#!/usr/bin/env bash
# Builds, pushes and pins all images:
#   build/images.sh REGISTRY [PROGRAM...]        e.g. build/images.sh ghcr.io/acme/todo
# Writes dist/images.env, one line `<program>=<registry>/<program>@sha256:…` each, which knative/deploy.sh reads.
# PLATFORMS (default linux/amd64,linux/arm64), VERSION, and BUILDX_FLAGS for more (for a plain-http registry: --output type=image,push=true,registry.insecure=true).
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }
registry=${1%/}; shift
programs=("$@")
[ ${#programs[@]} -gt 0 ] || programs=(chat relay recurrence notification audit sync migrate)
mkdir -p dist
pinned=$(mktemp); metadata=$(mktemp)
trap 'rm -f "$pinned" "$metadata"' EXIT
read -ra more <<<"${BUILDX_FLAGS:---push}"
for program in "${programs[@]}"; do
  docker buildx build . --build-arg "FUNCTION=$program" --tag "$registry/$program" \
    --platform "${PLATFORMS:-linux/amd64,linux/arm64}" --sbom=true --provenance=mode=max \
    --build-arg "VERSION=${VERSION:-0.0.0}" --build-arg "REVISION=$(git rev-parse HEAD)" \
    --build-arg "SOURCE=$(git config --get remote.origin.url || echo unknown)" \
    --metadata-file "$metadata" "${more[@]}"
  digest=$(sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]\{64\}\)".*/\1/p' "$metadata" | head -n 1)
  [ -n "$digest" ] || { echo "$program was built, but the builder named no digest: was it pushed?" >&2; exit 1; }
  echo "$program=$registry/$program@$digest" >>"$pinned"
done
# Programs that were not built now keep their line.
if [ -e dist/images.env ]; then
  while IFS= read -r line; do grep -q "^${line%%=*}=" "$pinned" || echo "$line" >>"$pinned"; done <dist/images.env
fi
sort "$pinned" >dist/images.env
cat dist/images.env
