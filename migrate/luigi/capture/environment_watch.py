"""Names of variables that a capture asked for where the source computes them."""

import os
import sys

from migrate.luigi.capture.text import TEXT_TYPES, text_of, words

# Modules that stand between a mapping and who asks it.
MAPPING_FILES = words("os _collections_abc UserDict _abcoll")


class WatchedEnvironment(object):
    """Names by the file and line of who asked for them, from start() on."""

    def __init__(self):
        self.names = {}

    def start(self):
        """From here on ``os.environ[…]`` notes its key, by whatever method it comes there."""
        mapping = os.environ.__class__  # type() of an old-style object of Python 2 is another
        ask = mapping.__getitem__
        note = self._note

        def noting(self, key):
            note(key, sys._getframe(1))
            return ask(self, key)

        mapping.__getitem__ = noting
        return self

    def _note(self, key, frame):
        while frame is not None and module_file(frame) in MAPPING_FILES:
            frame = frame.f_back
        if frame is not None and isinstance(key, TEXT_TYPES + (bytes,)):
            place = (frame.f_code.co_filename, frame.f_lineno)
            self.names.setdefault(place, set()).add(text_of(key))

    def at(self, places):
        """``{(shown path, line): names}`` of the repository's own files."""
        found = {}
        for (path, line), names in self.names.items():
            if places.is_own(path):
                found.setdefault((places.shown(path), line), set()).update(names)
        return found


def module_file(frame):
    """The file without directory and ending; Python 3.11 has ``<frozen os>`` in its place."""
    name = os.path.basename(frame.f_code.co_filename)
    return name[len("<frozen ") : -1] if name.startswith("<frozen ") else os.path.splitext(name)[0]
