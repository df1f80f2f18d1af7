"""What the legacy image is made of, and whether its steps are components or containers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from migrate.codes import finding
from migrate.findings import Finding
from migrate.image.fit import kfp_version, misfit
from migrate.image.requirements import Requirements, read_requirements


@dataclass(frozen=True, slots=True)
class Image:
    """The packages, and why steps are containers (empty: they are lightweight components)."""

    requirements: Requirements
    container_reason: str = ""

    @property
    def container(self) -> bool:
        return bool(self.container_reason)

    @property
    def kfp(self) -> str:
        """The kfp version the image needs; none for containers."""
        return "" if self.container else kfp_version()


def choose_image(repo: Path, python: str, step_kind: str) -> Image:
    """The image for steps of the given kind: ``auto``, ``python`` or ``container``."""
    requirements = read_requirements(repo)
    reasons = {"container": "chosen in migration.toml", "python": ""}
    reason = reasons.get(step_kind)
    return Image(requirements, misfit(python, requirements.lines) if reason is None else reason)


def image_findings(image: Image) -> list[Finding]:
    """What a person should look at: guesses, lines left out, and why steps are containers."""
    requirements = image.requirements
    found = []
    if requirements.guessed:
        message = f"no file declares requirements; {len(requirements.lines)} guessed from imports"
        found.append(finding("LK030", message, subject="requirements.txt"))
    if requirements.left_out:
        message = f"{requirements.source}: not carried over: {', '.join(requirements.left_out)}"
        found.append(finding("LK030", message, subject="requirements.txt"))
    if image.container:
        found.append(finding("LK031", image.container_reason, subject="pipeline.py"))
    return found
