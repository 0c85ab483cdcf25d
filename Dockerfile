# Small, two stages, nobody special, and nothing written but /data and /tmp: run it with --read-only --tmpfs /tmp.
# One image for all parts: `web` (the default), `worker`, `metrics`, `migrate`, `check`, `backup` ...
FROM docker.io/library/python:3.13-slim-bookworm AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /opt/alongside
RUN pip install --no-cache-dir "uv>=0.9,<1"
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project
COPY alongside alongside
COPY scripts/messages scripts/production scripts/
RUN uv sync --frozen --no-dev && scripts/production

FROM docker.io/library/python:3.13-slim-bookworm
# pango and fonts for printed pages; everything else is in the lock file, PostgreSQL's client programs included
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --no-create-home --home-dir /data alongside \
 && install -d -o alongside -g alongside -m 0711 /data
COPY --from=build /opt/alongside /opt/alongside
ENV PATH=/opt/alongside/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    ALONGSIDE_PRODUCTION=1 \
    ALONGSIDE_DATA=/data \
    ALONGSIDE_HOST=0.0.0.0
WORKDIR /opt/alongside
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, ssl, urllib.request as web; tls = os.environ.get('ALONGSIDE_TLS_CERTIFICATE'); web.urlopen(('https' if tls else 'http') + '://127.0.0.1:8000/healthz', timeout=4, context=ssl._create_unverified_context() if tls else None)"]
ENTRYPOINT ["alongside"]
CMD ["web"]
