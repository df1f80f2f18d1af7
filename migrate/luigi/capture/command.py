"""The command: its options, its output, its exit codes."""

from __future__ import print_function

import argparse
import json
import os
import sys
import tempfile

from migrate.luigi.capture.errors import CaptureError, TimeUp, signal_off, signal_on
from migrate.luigi.capture.graph import capture
from migrate.luigi.capture.text import text_of


def main(argv):
    options = arguments(argv)
    out = os.path.abspath(options.out)
    error_file = os.path.abspath(options.error_file) if options.error_file else None
    answers = stdout_for_answers()
    try:
        signal_on(options.time_limit)
        graph = capture(options)
        write_json(graph, out)
    except TimeUp:
        return failed(out_of_time(options), error_file)
    except CaptureError as error:
        return failed(error, error_file)
    except (IOError, OSError) as error:
        return failed(unwritable(options, error), error_file)
    finally:
        signal_off()
    size = len(graph["nodes"]), len(graph["edges"])
    print("%d tasks, %d edges -> %s" % (size + (options.out,)), file=answers)
    answers.flush()
    return 0


def stdout_for_answers():
    """What the repository prints goes to stderr, by file descriptor: child processes too."""
    sys.stdout.flush()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return answers


def out_of_time(options):
    return CaptureError(
        "time_limit",
        "not done after %g seconds" % options.time_limit,
        "import " + options.module[0],
        "raise --time-limit, or look what it waits for",
    )


def unwritable(options, error):
    return CaptureError(
        "unwritable",
        text_of(error),
        options.out,
        "give --out a file in a writable directory",
    )


def arguments(argv):
    parser = argparse.ArgumentParser(description="Write the graph below a Luigi task as JSON.")
    add = parser.add_argument
    add("--module", action="append", required=True, help="imported first; may be given again")
    add("--task", required=True, help="family or class name of the root")
    add("--param", action="append", default=[], metavar="NAME=TEXT")
    add("--config", help="a luigi.cfg besides those Luigi finds itself")
    add("--path", action="append", default=[], help='a directory to import from, besides "."')
    add("--stub-missing", action="store_true", help="fabricate modules that are not installed")
    add("--max-nodes", type=int, default=20000)
    add("--time-limit", type=float, default=300, metavar="SECONDS")
    add("--out", required=True, metavar="FILE")
    add("--error-file", metavar="FILE", help="gets a failure as JSON")
    return parser.parse_args(argv)


def write_json(value, path):
    """The file has all of it or is not touched."""
    text = json.dumps(value, sort_keys=True, indent=1, separators=(",", ": ")) + "\n"
    directory = os.path.dirname(os.path.abspath(path))
    handle, scratch = tempfile.mkstemp(prefix=".capture-", dir=directory)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode("ascii"))
        os.chmod(scratch, 0o644)
        os.rename(scratch, path)
    except BaseException:
        os.unlink(scratch)
        raise


def failed(error, error_file):
    facts = error.facts
    print(
        "capture: %s: %s\n  next: %s" % (facts["where"], facts["message"], facts["next_step"]),
        file=sys.stderr,
    )
    if error_file:
        write_json(facts, error_file)
    return 2


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # threads the repository started must not hold the process
