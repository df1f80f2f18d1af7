"""Where legacy code runs: its directory, its configuration, its main script."""

import contextlib
import logging
import os
import sys

from bridges.luigi.step.contract import StepError
from bridges.luigi.step.files import make_directory


def enter(repository, workspace):
    """Imports, Luigi's configuration and relative paths are as in the repository's directory."""
    os.chdir(repository)
    _leave_project()
    if repository not in sys.path:
        sys.path.insert(0, repository)
    if os.environ.get("LUIGI_CONFIG_PATH"):
        os.environ["LUIGI_CONFIG_PATH"] = os.path.abspath(os.environ["LUIGI_CONFIG_PATH"])
    _read_configuration()
    if workspace:
        make_directory(workspace)
        os.chdir(workspace)


def _leave_project():
    """The project's pipeline.py is no module of the repository, even last in the search path.

    A package without ``__init__.py`` gives way to any module of its name, wherever that is.
    """
    here = os.path.dirname(os.path.realpath(__file__))
    if os.path.isfile(os.path.join(here, "migration.toml")):
        sys.path[:] = [path for path in sys.path if os.path.realpath(path) != here]


def _read_configuration():
    """Luigi's configuration is read, and stays the same after a change of directory."""
    import luigi.configuration

    with _unheard("luigi-interface"):  # it tells what it has read, of TOML the secrets too
        parser = luigi.configuration.get_config().__class__  # old-style in Python 2
    named = os.environ.get("LUIGI_CONFIG_PATH")
    if named and named not in map(os.path.abspath, parser._config_paths):
        # Luigi looks at the variable once, when it is imported; a warm interpreter did that before.
        getattr(luigi.configuration, "add_config_path", parser.add_config_path)(named)
    paths = [os.path.abspath(path) for path in parser._config_paths]
    secrets = os.environ.get("PAVED_ROAD_SECRETS")
    if secrets:
        if not os.path.isfile(secrets):
            raise StepError("PAVED_ROAD_SECRETS: no such file: %s" % secrets)
        paths.append(os.path.abspath(secrets))
    parser._config_paths = list(paths)
    parser.reload()


@contextlib.contextmanager
def _unheard(name):
    talker = logging.getLogger(name)
    before, talker.disabled = talker.disabled, True
    try:
        yield
    finally:
        talker.disabled = before


def root_module(spec):
    """The module of the root: every step names it, steps that walk or list inside their root."""
    holders = [spec] + [spec[name] for name in ("walk", "root") if isinstance(spec.get(name), dict)]
    return next((holder["module"] for holder in holders if holder.get("module")), "")


def script_of(module, repository):
    """Where ``python tasks.py`` would be started: frameworks put their files beside that script.

    In the workspace the copy of it, so that what is put there is there for the next step.
    """
    parts = module.split(".")
    for base in [repository] + sys.path:
        for tail in (parts[:-1] + [parts[-1] + ".py"], parts + ["__init__.py"]):
            path = os.path.join(base, *tail)
            if os.path.isfile(path):
                inside = os.path.relpath(path, repository)
                return path if inside.startswith(os.pardir) else os.path.abspath(inside)
    return main_file()


def main_file():
    return getattr(sys.modules["__main__"], "__file__", None)


def become_main(path):
    if path is not None:
        sys.modules["__main__"].__file__ = path
