# watchdesk in a container. Everything that is yours lives in /data: config.yaml, rules/, secrets/ and the store.
#   docker build -t watchdesk .
#   docker run --read-only --tmpfs /tmp -v watchdesk:/data watchdesk
# docs/operations.md shows the rest.

# The same Python and system as below, with a C compiler: the matcher is compiled here.
FROM python:3.12-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/watchdesk
# The dependencies come first, so that a change of the program alone does not fetch them again.
COPY requirements.lock ./
RUN /opt/watchdesk/bin/python -m pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY daemon ./daemon
RUN /opt/watchdesk/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir wheels .
RUN /opt/watchdesk/bin/python -m pip install --no-cache-dir --no-deps --no-index wheels/watchdesk-*.whl \
 && /opt/watchdesk/bin/python -m pip uninstall --yes mypy setuptools

FROM python:3.12-slim-bookworm
ENV PATH=/opt/watchdesk/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WATCHDESK_CONFIG=/data/config.yaml
RUN groupadd --system --gid 10001 watchdesk \
 && useradd --system --uid 10001 --gid watchdesk --home-dir /data --no-create-home watchdesk \
 && install --directory --owner=watchdesk --group=watchdesk --mode=0750 /data
COPY --from=build /opt/watchdesk /opt/watchdesk
# A first config and the shipped rules; Docker copies them into a new, empty named volume.
COPY --chown=watchdesk:watchdesk config.example.yaml /data/config.yaml
COPY --chown=watchdesk:watchdesk rules /data/rules
WORKDIR /data
VOLUME /data
USER 10001:10001
STOPSIGNAL SIGTERM
# Reads the config and the store beside the running daemon; needs no network.
HEALTHCHECK --interval=1m --timeout=20s --start-period=30s --retries=3 CMD ["watchdesk", "feeds", "--json"]
ENTRYPOINT ["watchdesk"]
CMD ["run", "--config", "/data/config.yaml"]
