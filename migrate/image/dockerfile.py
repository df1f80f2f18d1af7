"""The Dockerfile of the legacy image, and what must stay out of it."""

from __future__ import annotations

from dataclasses import dataclass

APP = "/app"
RUNTIME = "/opt/paved_road"


@dataclass(frozen=True, slots=True)
class ImageSpec:
    """Everything the Dockerfile says. ``kept_out`` of the repository is never copied: secrets.

    ``config`` names the configuration beside the Dockerfile, or is empty.
    """

    image: str
    base: str
    kfp: str
    guessed: bool
    config: str
    kept_out: tuple[str, ...]
    import_paths: tuple[str, ...] = ()


def default_base(python: str) -> str:
    """The official slim image of the interpreter that captured the graph."""
    return f"python:{'.'.join(python.split('.')[:2])}-slim"


def render_dockerfile(spec: ImageSpec) -> str:
    """Built with the repository as context and this directory as the named context ``paved``."""
    paths = ":".join([RUNTIME, APP, *(f"{APP}/{p}" for p in spec.import_paths)])
    lines = [
        "# syntax=docker/dockerfile:1",
        f"# docker build -f Dockerfile --build-context paved=. -t {spec.image} REPOSITORY",
        f"FROM {spec.base}",
        f"COPY --from=paved requirements.txt {RUNTIME}/requirements.txt",
        *(["# requirements.txt was guessed from imports: check it."] if spec.guessed else []),
        f"RUN python -m pip install --no-cache-dir -r {RUNTIME}/requirements.txt",
        *([f"RUN python -m pip install --no-cache-dir kfp=={spec.kfp}"] if spec.kfp else []),
        f"COPY . {APP}",
        f"COPY --from=paved paved_road_step.py {RUNTIME}/paved_road_step.py",
        *([f"COPY --from=paved {spec.config} {APP}/{spec.config}"] if spec.config else []),
        *([f"ENV LUIGI_CONFIG_PATH={APP}/{spec.config}"] if spec.config else []),
        *(["ENV LUIGI_CONFIG_PARSER=toml"] if spec.config.endswith(".toml") else []),
        f"ENV PYTHONPATH={paths} PAVED_ROAD_REPO={APP}",
        f"WORKDIR {APP}",
    ]
    return "\n".join(lines) + "\n"


def render_dockerignore(spec: ImageSpec) -> str:
    """Beside the Dockerfile, so that it wins over the repository's own."""
    kept_out = [".git", "**/__pycache__", "**/.venv", "**/venv", *sorted(spec.kept_out)]
    return "\n".join(kept_out) + "\n"
