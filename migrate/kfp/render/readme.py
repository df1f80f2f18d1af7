"""README.md of the generated project: build, try locally, run on a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources


@dataclass(frozen=True, slots=True)
class Guide:
    """What the README must tell; ``keys`` of secrets become environment variables."""

    title: str
    image: str
    claim: str
    secret: str
    parameters: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def render_readme(guide: Guide) -> str:
    """Markdown; only the steps that this project needs."""
    from jinja2 import Environment, StrictUndefined

    text = resources.files(__package__).joinpath("templates/README.md.j2").read_text("utf-8")
    # Markdown, not HTML: escaping would put entities into code blocks.
    environment = Environment(
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(text).render(guide=guide)
