# The image of every process of ours: web (the default), outbox worker, media worker. docs/operations.md tells how.

FROM node:22-slim AS front
WORKDIR /build/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
RUN python -m venv /venv
COPY requirements/main.txt /tmp/main.txt
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/main.txt

FROM python:3.11-slim-bookworm
# What WeasyPrint sets PDF files with.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*
# An account with a name: PostgreSQL's own tools insist on one.
RUN useradd --system --uid 10001 --user-group --home-dir /app --shell /usr/sbin/nologin consilium \
 && install -d -o consilium -g consilium -m 0700 /data /run/media
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
COPY --from=front /build/web/dist web/dist
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    CONSILIUM_HOST=0.0.0.0 \
    CONSILIUM_DATA=/data
RUN python -m compileall -q -j 0 /app
USER consilium
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-m", "api.serving.health", "http://127.0.0.1:8000/health/ready"]
ENTRYPOINT ["python", "-m"]
CMD ["api.cli", "web"]
