# The service alone: built with npm, run without it, as a user that no machine knows, on a root it cannot write to.
# A release names both images by digest, see docs/guides/release.md.
ARG BUILD_IMAGE=node:24-bookworm-slim
ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs24-debian12:nonroot

FROM ${BUILD_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY build ./build
COPY src ./src
COPY web ./web
RUN npm run build && node build/runtime-modules.mjs /runtime && mkdir /data

FROM ${RUNTIME_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="claude-director" \
    org.opencontainers.image.description="Strategic guidance for engineering leaders by a deadline, with a receipt." \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    DATA_DIR=/var/lib/claude-director \
    PATH=/app/bin:/nodejs/bin:/usr/local/bin:/usr/bin:/bin \
    MALLOC_MMAP_THRESHOLD_=32768
COPY --from=build /app/package.json ./
COPY --from=build /runtime/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
# A new volume takes over the owner of the folder it is mounted on.
COPY --from=build --chown=10001:10001 /data /var/lib/claude-director
USER 10001:10001
EXPOSE 3000
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["--max-semi-space-size=4", "--max-old-space-size=256", "dist/bundle/main.js"]
