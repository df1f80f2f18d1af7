"""Whether kfp can be installed beside the legacy packages; if not, steps are containers."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

OLDEST_PYTHON = (3, 9)


def kfp_version() -> str:
    """The version of the SDK that compiles the pipeline, and that a python step needs."""
    return metadata.version("kfp")


def misfit(python: str, lines: Iterable[str]) -> str:
    """Why kfp cannot live in the legacy image; empty when nothing speaks against it.

    Only what the repository declares is compared with what kfp declares: no resolver is run.
    """
    if tuple(int(part) for part in python.split(".")[:2]) < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        return f"the legacy interpreter is Python {python}; kfp needs {oldest}"
    needed = {
        canonicalize_name(r.name): r.specifier
        for r in _parsed(metadata.requires("kfp") or (), python)
    }
    for requirement in _parsed(lines, python):
        theirs = needed.get(canonicalize_name(requirement.name))
        if theirs is not None and not _compatible(requirement.specifier, theirs):
            needs = f"kfp {kfp_version()} needs {requirement.name}{theirs}"
            return f"the repository needs {requirement}, {needs}"
    return ""


def _compatible(ours: SpecifierSet, theirs: SpecifierSet) -> bool:
    """Some version satisfies both: bounds lie at 0, at a version one side names, or just above."""
    both = ours & theirs
    named = [v for specifier in both for v in _at_and_above(specifier.version)]
    return any(both.contains(version, prereleases=True) for version in (Version("0"), *named))


def _at_and_above(text: str) -> Iterable[Version]:
    try:
        version = Version(text.removesuffix(".*"))
    except InvalidVersion:
        return ()
    return version, Version(f"{version.major}.{version.minor}.{version.micro + 1}")


def _parsed(lines: Iterable[str], python: str) -> Iterable[Requirement]:
    """The requirements that count for this interpreter."""
    version = ".".join(python.split(".")[:2])
    environment = {"extra": "", "python_version": version, "python_full_version": python}
    for line in lines:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        if requirement.marker is None or requirement.marker.evaluate(environment):
            yield requirement
