"""What ``migration.toml`` says about running here: interpreters for images, files for secrets.

::

    [local]
    preload = ["luigi"]                    # imported once for all steps of this interpreter
    include = ["../legacy/pipeline"]       # directories with a migration.toml to take these from

    [local.images."registry/legacy:1"]
    python = "../venv27/bin/python"        # paths are relative to the directory of the file
    pythonpath = ["../legacy"]
    cwd = "../legacy"
    env = { LANG = "C.UTF-8" }
    files = { "/opt/paved_road/paved_road_step.py" = "paved_road_step.py" }

    [local.secrets.legacy-config]
    "secrets.cfg" = "../secrets.cfg"
    DB_PASSWORD = { env = "DB_PASSWORD" }  # from the environment of ``migrate run``
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bridges.kfp import ImageMap
from migrate.errors import BadInput

FILE: Final = "migration.toml"
_IMAGE_KEYS: Final[Mapping[str, type]] = {
    "python": str,
    "pythonpath": list,
    "cwd": str,
    "env": dict,
    "files": dict,
}


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """Image maps by image name, the file of each key of each secret, and modules to preload."""

    images: Mapping[str, ImageMap] = field(default_factory=dict)
    secrets: Mapping[str, Mapping[str, Path | str]] = field(default_factory=dict)
    preload: tuple[str, ...] = ()

    def over(self, other: LocalSettings) -> LocalSettings:
        """These settings, and the other's where these say nothing."""
        more = tuple(module for module in other.preload if module not in self.preload)
        return LocalSettings(
            {**other.images, **self.images},
            {**other.secrets, **self.secrets},
            self.preload + more,
        )


def read_local_settings(directory: Path) -> LocalSettings:
    """The ``[local]`` tables of the directory's migration.toml; empty without the file.

    Raises BadInput naming the key that does not fit.
    """
    path = directory / FILE
    return _read(path, ()) if path.is_file() else LocalSettings()


def _read(path: Path, above: tuple[Path, ...]) -> LocalSettings:
    """A file and those that it includes; what it says itself goes before what they say."""
    local = _local_table(path)
    images = _table(local.get("images", {}), "local.images", path)
    secrets = _table(local.get("secrets", {}), "local.secrets", path)
    own = LocalSettings(
        {name: _image(_table(body, f"local.images.{name}", path), name, path)
         for name, body in images.items()},
        {name: _secret(_table(body, f"local.secrets.{name}", path), name, path)
         for name, body in secrets.items()},
        tuple(str(module) for module in local.get("preload", ())),
    )  # fmt: skip
    for folder in local.get("include", ()):
        own = own.over(_read(_included(folder, path, above), (*above, path)))
    return own


def _local_table(path: Path) -> Mapping[str, Any]:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            f"not valid TOML: {error}", where=str(path), next_step="mend the file"
        ) from None
    return _table(document.get("local", {}), "local", path)


def _included(folder: Any, path: Path, above: tuple[Path, ...]) -> Path:
    found = _absolute(path.parent, folder) / FILE
    if not found.is_file():
        raise BadInput(
            f"include = {folder!r}: there is no {FILE}",
            where=str(path),
            next_step="write the directory of a converted pipeline",
        )
    if any(found.samefile(each) for each in (*above, path)):
        raise BadInput(
            f"include = {folder!r} comes back to a file that includes this one",
            where=str(path),
            next_step="take it out",
        )
    return found


def _table(value: Any, place: str, path: Path) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadInput(f"[{place}] is not a table", where=str(path), next_step="mend the file")
    return value


def _image(body: Mapping[str, Any], name: str, path: Path) -> ImageMap:
    for key, value in body.items():
        if not isinstance(value, _IMAGE_KEYS.get(key, ())):
            known = ", ".join(f"{k} ({t.__name__})" for k, t in _IMAGE_KEYS.items())
            raise BadInput(
                f"{key} does not fit in [local.images.{name!r}]",
                where=str(path),
                next_step=f"the table may hold {known}",
            )
    base = path.parent
    return ImageMap(
        python=str(_python(body["python"], base, path)) if "python" in body else None,
        pythonpath=tuple(_absolute(base, entry) for entry in body.get("pythonpath", ())),
        env={key: str(value) for key, value in body.get("env", {}).items()},
        cwd=_directory(body["cwd"], base, path) if "cwd" in body else None,
        files={key: _absolute(base, value) for key, value in body.get("files", {}).items()},
    )


def _secret(body: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Path | str]:
    """Files, and texts from this process's environment: a variable that is not set is no key."""
    asked = {key: _variable(value) for key, value in body.items() if _variable(value)}
    texts = {key: os.environ[variable] for key, variable in asked.items() if variable in os.environ}
    files = {key: _absolute(path.parent, body[key]) for key in body if key not in asked}
    for key, file in files.items():
        if not file.is_file():
            raise BadInput(
                f"{file} (key {key!r} of secret {name!r}) is not a file",
                where=str(path),
                next_step="write the path of a file that holds the secret",
            )
    return {**files, **texts}


def _variable(value: Any) -> str:
    """The name in ``{ env = "NAME" }``; empty for anything else."""
    return str(value["env"]) if isinstance(value, Mapping) and set(value) == {"env"} else ""


def _absolute(base: Path, text: Any) -> Path:
    return Path.cwd() / base / Path(str(text)).expanduser()


def _python(text: str, base: Path, path: Path) -> Path:
    """A symbolic link stays one: it is what makes a virtual environment."""
    python = _absolute(base, text)
    if not python.is_file():
        raise BadInput(
            f"python = {text!r}: there is no such interpreter",
            where=str(path),
            next_step="write the path of the interpreter that stands in for the image",
        )
    return python


def _directory(text: str, base: Path, path: Path) -> Path:
    folder = _absolute(base, text)
    if not folder.is_dir():
        raise BadInput(
            f"cwd = {text!r}: there is no such directory",
            where=str(path),
            next_step="write the path of a directory",
        )
    return folder
