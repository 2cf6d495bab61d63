# The host as a container: built from the sources, run as nobody in particular.
#   docker build -t counterfoil .
#   docker run -p 8090:8090 -v books:/var/lib/counterfoil counterfoil

FROM node:20-bookworm-slim AS node

FROM rust:1.95-bookworm AS build
# What the engine's packer and the console are built with.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /src
COPY . .
RUN cargo xtask build && cargo build --locked --release -p counterfoil && strip target/release/counterfoil

FROM debian:bookworm-slim
# Certificates for mail, webhooks and PostgreSQL.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/counterfoil --create-home counterfoil
COPY --from=build /src/target/release/counterfoil /usr/local/bin/counterfoil
USER 10001
WORKDIR /var/lib/counterfoil
VOLUME /var/lib/counterfoil
ENV COUNTERFOIL_LISTEN=0.0.0.0:8090
EXPOSE 8090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 CMD ["counterfoil", "healthcheck"]
ENTRYPOINT ["counterfoil"]
CMD ["serve"]
