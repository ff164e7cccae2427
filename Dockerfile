# The service alone: built with npm, run without it, as a user that no machine knows, on a root it cannot write to.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY build ./build
COPY src ./src
COPY web ./web
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    DATA_DIR=/var/lib/claude-director \
    MALLOC_MMAP_THRESHOLD_=32768
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
USER 10001:10001
EXPOSE 3000
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["--max-semi-space-size=4", "--max-old-space-size=256", "dist/bundle/main.js"]
