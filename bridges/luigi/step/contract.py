"""Names of files and variables that are known outside the step, and its error."""

import os

RECORD = ".paved-road.json"  # in every output artifact: what the artifact stands for
PLAN = "plan.json"  # in the plan's artifact: digests of the ids of the tasks that have to run
MANIFEST = "manifest.json"  # in a bundle: the records of all its members
DRY_RUN = "PAVED_ROAD_DRY_RUN"  # a variable: make the task and bind its data, run nothing


class StepError(Exception):
    """The step cannot go on; the message says what, where and what to look at."""


def is_dry():
    return bool(os.environ.get(DRY_RUN))
