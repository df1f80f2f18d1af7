"""Write the graph below one Luigi task to a JSON file, without running any task.

    cd REPOSITORY && python capture.py --module M --task T [--param name=text ...] --out graph.json

One file for the interpreter that the repository runs in: Python 2.7 and 3.6 to 3.13, Luigi 2.0 to
3.8, nothing else. It imports the module, makes the root task as Luigi's command line would, asks
every task below it for requires(), output() and parameters, reads the source of their methods,
and writes what it saw. Secrets of the configuration are taken out.

Exit code 0: the file is written. 2: it is not; the last lines on stderr say what, where and the
next step, and ``--error-file`` gets the same as JSON. The fields are in docs/graph-json.md.
"""
