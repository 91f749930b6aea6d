# payersim in a container, from a clone: docs/container.md says how to build, run and open it.
ARG BUILD_BASE=node:22-bookworm
ARG BASE=node:22-bookworm-slim

FROM ${BUILD_BASE} AS build
WORKDIR /build
# Packages and the native part first: they change less often than the source.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund && npm rebuild better-sqlite3
COPY . .
# What the npm package has, as the user of npm would get it.
RUN npm run build \
  && npm pack --ignore-scripts --pack-destination /tmp \
  && mkdir -p /image/app/node_modules /image/usr/local/bin \
  && tar -xzf /tmp/payersim-*.tgz -C /image/app --strip-components=1 \
  && chmod 755 /image/app/dist/main.js \
  && ln -s /app/dist/main.js /image/usr/local/bin/payersim
# All other packages are in the bundle. The sources of the native part are not needed again.
RUN cd node_modules \
  && cp -a better-sqlite3 bindings file-uri-to-path /image/app/node_modules/ \
  && cd /image/app/node_modules/better-sqlite3 \
  && rm -rf deps src \
  && find build -type f ! -name better_sqlite3.node -delete \
  && find build -type d -empty -delete \
  && mkdir -p /volumes/data /volumes/authority

FROM ${BASE}
COPY --from=build /image/ /
# A new volume has the owner of the folder that it covers. /authority is for `serve --tls-ca`: compose.yaml.
COPY --from=build --chown=1000:1000 /volumes/ /
ENV NODE_ENV=production \
  PAYERSIM_ADMIN_TOKEN_FILE=/data/admin-token
USER 1000:1000
WORKDIR /data
VOLUME /data
EXPOSE 4000 4443
# It finds the token in the environment or in the file, as `serve` does.
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 CMD ["payersim", "health"]
# What comes to a published port may look as if it came from the container itself, depending on the engine. So
# control demands the token of everybody.
ENTRYPOINT ["payersim", "serve", "--host", "0.0.0.0", "--behind-proxy", "--data", "/data/payersim.db", "--allow-host", "payersim"]
