"""Files, directories and paths of the step."""

import errno
import io
import json
import os
import shutil

from bridges.luigi.step.contract import StepError
from bridges.luigi.step.text import native, text_of


def absolute_paths(paths):
    """Paths by name; the artifacts of a loop are a list of them."""

    def absolute(path):
        return list(map(absolute, path)) if isinstance(path, list) else os.path.abspath(path)

    return {name: absolute(path) for name, path in (paths or {}).items()}


def only_output(outputs):
    if len(outputs) != 1:
        raise StepError("a helper has one output, not %d" % len(outputs))
    return next(iter(outputs.values()))


def base_name(path):
    return os.path.basename(os.path.normpath(native(text_of(path or "")))) or "data"


def make_directory(path):
    try:
        os.makedirs(path)
    except OSError as error:
        if error.errno != errno.EEXIST or not os.path.isdir(path):
            raise


def link_or_copy(source, destination):
    """A file or tree is at the destination too, as hard links where the file systems allow."""
    if os.path.isdir(source):
        make_directory(destination)
        for name in sorted(os.listdir(source)):
            link_or_copy(os.path.join(source, name), os.path.join(destination, name))
        return
    make_directory(os.path.dirname(destination))
    source = os.path.realpath(source)  # a link to a symbolic link would be one
    if os.path.lexists(destination):  # from an attempt before this one
        os.remove(destination)
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)


def read_json(path):
    if not os.path.isfile(path):
        return None
    with io.open(path, encoding="utf-8") as stream:
        try:
            return json.load(stream)
        except ValueError:
            return None


def write_json(path, value):
    make_directory(os.path.dirname(path))
    text = json.dumps(value, indent=1, sort_keys=True)
    with io.open(path + ".part", "w", encoding="utf-8") as stream:
        stream.write(text_of(text) + text_of("\n"))
    os.rename(path + ".part", path)
