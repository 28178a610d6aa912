# One image for app and worker. Node 24: Node 20 has had its last release. Debian, not Alpine: binaries from npm need glibc.
FROM node:24-bookworm-slim AS build
WORKDIR /assay
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN node node_modules/prisma/build/index.js generate && node scripts/build.mjs && npm prune --omit=dev --ignore-scripts && rm -rf .next/cache

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 ASSAY_HOME=/data HOST=0.0.0.0 PORT=3000
RUN mkdir /data && chown node:node /data
WORKDIR /assay
COPY --from=build --chown=node:node /assay ./
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# `node` itself is the process that gets the signals: no shell and no npm in between.
CMD ["node", "node_modules/next/dist/bin/next", "start", "-H", "0.0.0.0", "-p", "3000"]
