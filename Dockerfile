# The image of Vestibule: `docker build --tag vestibule .`. With `--target demo` it has the demo tenant as well.
# tests/house/image.test.ts holds what is written here, tests/long/image.long.ts goes through its steps.
#
# Node is the official image's, in the very version of the catalog in pnpm-workspace.yaml. Elsewhere the npm
# package `node` brings it; here it would want another Node to be installed by, and the image would hold two.

FROM node:26.10.0-slim AS base
WORKDIR /app
COPY package.json pnpm-workspace.yaml pnpm-lock.yaml ./

# The pages, with all that it takes to build them. Only what comes out goes on.
FROM base AS web
COPY tsconfig.base.json ./
COPY packages/client packages/client
COPY packages/contract packages/contract
COPY packages/user-list packages/user-list
COPY apps/web apps/web
RUN npx --yes pnpm@12 install --frozen-lockfile --filter '@vestibule/web...'
RUN cd apps/web && NODE_ENV=production node node_modules/vite/bin/vite.js build --logLevel warn

# The workspace as it is: Node takes no types away below node_modules, where `pnpm deploy` would put our packages.
FROM base AS server
COPY packages/contract packages/contract
COPY packages/graph packages/graph
COPY packages/store packages/store
COPY packages/user-list packages/user-list
COPY apps/bff apps/bff
COPY apps/cli apps/cli
RUN npx --yes pnpm@12 install --prod --frozen-lockfile --filter '@vestibule/bff...' --filter '@vestibule/cli...'
RUN rm -r packages/*/src/testing && find . \( -name '*.map' -o -path './[ap]*.test.ts' \) -delete
COPY --from=web /app/apps/web/dist apps/web/dist

FROM server AS tenant
COPY packages/emulator packages/emulator
COPY apps/demo apps/demo
RUN npx --yes pnpm@12 install --prod --frozen-lockfile --filter '@vestibule/cli...' --filter '@vestibule/demo...'

# What both images are run as: nobody in particular, who writes into /data alone.
FROM node:26.10.0-slim AS runtime
LABEL org.opencontainers.image.title="Vestibule" \
  org.opencontainers.image.description="Sign-in room and directory desk for organisations on Microsoft Entra ID" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.licenses="MIT"
WORKDIR /app
# Open like /tmp, since a platform may run it as any user. What is made in it is for its owner's eyes alone.
RUN mkdir --mode=1777 /data
ENV DATA_DIR=/data PORT=3000
# By number: Kubernetes cannot see whether a name is root.
USER 1000:1000
EXPOSE 3000
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

FROM runtime AS demo
COPY --from=tenant /app ./
CMD ["node", "apps/demo/src/main.ts"]

# The last one is what a build without `--target` makes.
FROM runtime AS production
ENV NODE_ENV=production HOST=0.0.0.0
COPY --from=server /app ./
CMD ["node", "apps/bff/src/main.ts"]
