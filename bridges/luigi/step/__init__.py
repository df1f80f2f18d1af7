"""One Luigi task has run as one pipeline step, or the step has failed and says why.

This file needs nothing but Luigi (2.0 to 3.8) and runs under Python 2.7 and 3.6 to 3.13. The
converter copies it next to the pipeline as ``paved_road_step.py``::

    paved_road_step.run(task, params, inputs, outputs)
    python paved_road_step.py --task JSON [--param NAME TEXT] [--input NAME DIR] [--output NAME DIR]

The keys of ``task``, the files in an artifact and the rules are in ``docs/step-runtime.md``.
"""
