"""What can go wrong before or while a compiled pipeline runs here.

::

    KfpRunError
    ├── SpecInvalid        the YAML is not a PipelineSpec this runner can interpret
    ├── ArgumentInvalid    a pipeline argument is unknown, missing or of the wrong type
    ├── RunFolderInvalid   the run folder cannot be used or resumed
    └── StepError          one step cannot start or did not do what its component declares
"""

from __future__ import annotations


class KfpRunError(Exception):
    """A local run cannot start or go on; the message names the place."""


class SpecInvalid(KfpRunError):
    """The document is not a PipelineSpec, or refers to something that is not in it."""


class ArgumentInvalid(KfpRunError):
    """A pipeline argument is unknown, missing or of the wrong type."""


class RunFolderInvalid(KfpRunError):
    """The run folder is taken, is not writable, or holds no run to resume."""


class StepError(KfpRunError):
    """One step failed; the run goes on with whatever does not depend on it."""
