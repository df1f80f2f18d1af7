"""The Luigi configuration that may ship in the image, and the template of the secret part."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import tomlkit

Config = Mapping[str, Mapping[str, str | None]]


def render_public(config: Config, parser: str = "cfg") -> str:
    """luigi.cfg or luigi.toml without the secret options; empty when nothing is left."""
    sections = {
        section: {k: v for k, v in options.items() if v is not None}
        for section, options in config.items()
    }
    kept = {s: o for s, o in sections.items() if o or not config[s]}
    return _as_toml(kept) if parser == "toml" else _render(kept)


def render_secret_template(secrets: Iterable[str], parser: str = "cfg") -> str:
    """secrets.example.cfg: the secret options with empty values, for the user to fill in."""
    sections: dict[str, dict[str, str | None]] = {}
    for option in sorted(secrets):
        section, _, name = option.rpartition(".")
        sections.setdefault(section, {})[name] = ""
    empty = {s: dict.fromkeys(options, '""') for s, options in sections.items()}
    return _as_toml(empty) if parser == "toml" else _render(sections)


def _as_toml(config: Config) -> str:
    """From options whose text is JSON."""
    document = tomlkit.document()
    for section, options in sorted(config.items()):
        table = tomlkit.table()
        for name, text in sorted(options.items()):
            table.add(name, tomlkit.item(json.loads(text or '""')))
        document.add(section, table)
    return tomlkit.dumps(document)


def _render(config: Config) -> str:
    blocks = []
    for section, options in sorted(config.items()):
        lines = [
            f"{name} = {_folded(value or '')}".rstrip() for name, value in sorted(options.items())
        ]
        blocks.append("\n".join([f"[{section}]", *lines]))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _folded(value: str) -> str:
    """Continuation lines are indented, or the parser would read them as options."""
    return value.replace("\n", "\n    ")
