# syntax=docker/dockerfile:1
# One image per program: docker buildx build --build-arg FUNCTION=chat -t … .   (all of them, pushed and pinned: build/images.sh)
# Bases are pinned by digest of their multi-platform index. Refresh: docker buildx imagetools inspect <name:tag>, and write the new digest here.
ARG BUILDER=docker.io/library/node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
ARG RUNTIME=gcr.io/distroless/nodejs24-debian13:nonroot@sha256:9eeb7f5887d0e239e78264b06f7f11d2e14be534050481803a9e4728fcdd278e

# The bundle is the same for every platform, so it is made once and natively.
FROM --platform=$BUILDPLATFORM ${BUILDER} AS bundle
WORKDIR /work
COPY package.json package-lock.json ./
COPY shared/package.json shared/
COPY local/package.json local/
COPY functions/chat/package.json functions/chat/
COPY functions/relay/package.json functions/relay/
COPY functions/recurrence/package.json functions/recurrence/
COPY functions/notification/package.json functions/notification/
COPY functions/audit/package.json functions/audit/
COPY functions/sync/package.json functions/sync/
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY build build
COPY shared shared
COPY functions functions
ARG FUNCTION
RUN node build/bundle.ts "${FUNCTION:?is to be chat, relay, recurrence, notification, audit, sync or migrate}" \
  && mv "dist/${FUNCTION}" /app && mkdir /app/compile-cache

FROM ${RUNTIME}
ARG FUNCTION
ARG VERSION=0.0.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="todo-${FUNCTION}" \
  org.opencontainers.image.description="Event-driven todo chatbot: ${FUNCTION}" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.source="${SOURCE}"
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/compile-cache NODE_OPTIONS=--enable-source-maps
WORKDIR /app
COPY --from=bundle /app /app
# The one folder that is written, and only here: a cluster mounts the root file system read-only.
COPY --from=bundle --chown=65532:65532 /app/compile-cache /app/compile-cache
USER 65532:65532
# The cache belongs to this Node, platform and user. It is also the first proof that the program starts and ends in this very image.
RUN --mount=type=bind,from=bundle,source=/work/build,target=/build ["/nodejs/bin/node", "/build/warm.ts", "/app/main.cjs"]
EXPOSE 8080
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["/app/main.cjs"]
