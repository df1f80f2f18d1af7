"""This script's own traces are kept out of what the repository sees."""

from __future__ import print_function

import hashlib
import logging
import os
import re
import sys
import warnings

from migrate.luigi.capture.errors import CaptureError
from migrate.luigi.capture.text import text_of

SCRIPT = re.sub(r"c$", "", os.path.abspath(__file__))  # not __file__: see become_main()


def script_hash():
    with open(SCRIPT, "rb") as script:
        return hashlib.sha256(script.read()).hexdigest()


def prepare(options):
    """Import Luigi quietly, with the repository first on the path and nothing on argv."""
    sys.argv = ["luigi"]
    sys.dont_write_bytecode = True
    here = os.path.realpath(os.path.dirname(SCRIPT))
    sys.path[:] = [p for p in sys.path if os.path.realpath(p or ".") != here]
    sys.path[:0] = [os.getcwd()] + [os.path.abspath(p) for p in options.path]
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    luigi = import_luigi()
    luigi.run = luigi.build = luigi.interface.run = luigi.interface.build = never_run
    if options.config:
        add_config(options.config)


def import_luigi():
    try:
        import luigi
        import luigi.configuration
        import luigi.interface

        luigi.configuration.get_config()
    except ImportError as error:
        raise no_config_parser(error) if "required parser" in str(error) else no_luigi(error)
    return luigi


def no_config_parser(error):
    return CaptureError(
        "no_config_parser",
        "the configuration is TOML, which Luigi cannot read here: %s"
        % text_of(error).splitlines()[0],
        sys.executable,
        "install luigi[toml] in this interpreter, or unset LUIGI_CONFIG_PARSER",
    )


def no_luigi(error):
    return CaptureError(
        "no_luigi",
        "Luigi cannot be imported: %s" % text_of(error),
        sys.executable,
        "install luigi in this interpreter",
    )


def never_run(*_args, **_kwargs):
    """Takes the place of luigi.run and luigi.build: a capture runs nothing."""
    print("capture: luigi.run()/build() at import is left out", file=sys.stderr)
    return True


def add_config(path):
    import luigi.configuration as configuration

    if not os.path.isfile(path):
        raise CaptureError(
            "no_config",
            "the configuration file does not exist",
            path,
            "give --config an existing file",
        )
    add = getattr(configuration, "add_config_path", None)
    (add or configuration.LuigiConfigParser.add_config_path)(path)


def become_main(module):
    """Code that asks where the main script is means its own: ``python tasks.py``, not this file."""
    parts = module.split(".")
    for base in sys.path:
        for tail in (parts[:-1] + [parts[-1] + ".py"], parts + ["__init__.py"]):
            path = os.path.join(base, *tail)
            if os.path.isfile(path):
                sys.modules["__main__"].__file__ = path
                return
