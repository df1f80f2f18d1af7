#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""Write the graph below one Luigi task to a JSON file, without running any task.

    cd REPOSITORY && python capture.py --module M --task T [--param name=text ...] --out graph.json

One file for the interpreter that the repository runs in: Python 2.7 and 3.6 to 3.13, Luigi 2.0 to
3.8, nothing else. It imports the module, makes the root task as Luigi's command line would, asks
every task below it for requires(), output() and parameters, reads the source of their methods,
and writes what it saw. Secrets of the configuration are taken out.

Exit code 0: the file is written. 2: it is not; the last lines on stderr say what, where and the
next step, and ``--error-file`` gets the same as JSON. The fields are in docs/graph-json.md.
"""

from __future__ import print_function

import argparse
import ast
import contextlib
import difflib
import hashlib
import inspect
import json
import logging
import os
import pkgutil
import re
import signal
import sys
import tempfile
import traceback
import types
import warnings
from collections import deque

try:
    import builtins
except ImportError:
    import __builtin__ as builtins

FORMAT = "paved-road/luigi-graph"
VERSION = 1
PY2 = sys.version_info[0] == 2
UNICODE = type(b"".decode("ascii"))  # str, or unicode in Python 2
TEXT_TYPES = (str, UNICODE)
INTEGERS = (int, type(2**80))
CONTAINERS = (list, tuple, set, frozenset, types.GeneratorType)


# ---------------------------------------------------------------------------------------------
# Errors: one kind, one dictionary


SCRIPT = re.sub(r"c$", "", os.path.abspath(__file__))  # not __file__: see become_main()


class CaptureError(Exception):
    """The graph cannot be had; ``facts`` is what the error file says."""

    def __init__(self, error, message, where="", next_step="", **facts):
        super(CaptureError, self).__init__(message)
        self.facts = dict(facts, error=error, message=message, where=where, next_step=next_step)


class TimeUp(BaseException):
    """The time limit passed; no ``except Exception`` of the repository may swallow it."""


# What a task may raise without ending the capture: sys.exit() is an error like any other.
RAISED = (Exception, SystemExit)


def error_of(where, exception):
    return {
        "where": where,
        "type": type(exception).__name__,
        "message": without_addresses(text_of(exception))[:2000],
    }


def last_lines(count=12):
    return traceback.format_exc().strip().splitlines()[-count:]


# ---------------------------------------------------------------------------------------------
# Text


def text_of(value):
    """The text of a value, whatever its __str__ does."""
    if isinstance(value, bytes) and (PY2 or not isinstance(value, str)):
        return value.decode("utf-8", "replace")
    try:
        return UNICODE("%s") % (value,)
    except Exception:
        try:
            return text_of(repr(value))
        except Exception:
            return "<%s>" % type(value).__name__


def words(text):
    return frozenset(text.split())


def without_addresses(text):
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)


def dotted(cls):
    """``module.QualName`` of a class, builtins bare."""
    name = getattr(cls, "__qualname__", cls.__name__)
    module = cls.__module__
    return name if module in ("builtins", "__builtin__") else "%s.%s" % (module, name)


def is_within(path, directories):
    real = os.path.realpath(path)
    return any(real == d or real.startswith(d.rstrip(os.sep) + os.sep) for d in directories)


# ---------------------------------------------------------------------------------------------
# Where code comes from


class Places(object):
    """Tells the repository's files from Luigi's, the interpreter's and other installed ones."""

    def __init__(self, repository, extra):
        self.repository = os.path.realpath(repository)
        self.own = [self.repository] + [os.path.realpath(p) for p in extra]
        import luigi

        self.luigi = os.path.dirname(os.path.realpath(luigi.__file__))
        self.standard = [os.path.dirname(os.path.realpath(os.__file__))]

    def is_own(self, path):
        if not path or path.startswith("<") or is_within(path, [self.luigi]):
            return False
        parts = os.path.realpath(path).split(os.sep)
        if "site-packages" in parts or "dist-packages" in parts:
            return False
        return is_within(path, self.own)

    def is_luigi_or_standard(self, cls):
        module = getattr(cls, "__module__", None) or ""
        if module.split(".")[0] in ("luigi", "builtins", "__builtin__", "__main__"):
            return True
        path = source_path(cls)
        if path is None:
            return True
        installed = "site-packages" in path or "dist-packages" in path
        return not self.is_own(path) and not installed and is_within(path, self.standard)

    def shown(self, path):
        """Relative to the repository or else to where it is imported from, with forward slashes.

        So the same graph is captured on every machine.
        """
        if not path:
            return ""
        real = os.path.realpath(path)
        for base in [self.repository] + self._import_directories():
            if is_within(real, [base]):
                return os.path.relpath(real, base).replace(os.sep, "/")
        return real.replace(os.sep, "/")

    def _import_directories(self):
        """Longest first: site-packages lies inside the directory of the standard library."""
        found = {os.path.realpath(path) for path in sys.path if path}
        return sorted(found, key=len, reverse=True)


def source_path(thing):
    """The .py file of a class, function or module, or None."""
    if inspect.isclass(thing):
        thing = sys.modules.get(thing.__module__)
    elif hasattr(thing, "__code__"):
        return thing.__code__.co_filename
    path = getattr(thing, "__file__", None)
    if not isinstance(path, TEXT_TYPES):
        return None
    return path[:-1] if path.endswith((".pyc", ".pyo")) else path


# ---------------------------------------------------------------------------------------------
# Stubs for missing modules


STUB = "__paved_road_stub__"


class Stub(object):
    """Stands in for anything that a missing module would have given."""

    def __init__(self, name="stub"):
        self.__dict__[STUB] = name

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return make_stub("%s.%s" % (self.__dict__.get(STUB, "stub"), name))

    def __call__(self, *args, **kwargs):
        if len(args) == 1 and not kwargs and callable(args[0]) and not isinstance(args[0], Stub):
            return args[0]  # used as a decorator
        return Stub(self.__dict__[STUB])

    def __mro_entries__(self, bases):
        stubs = [base for base in bases if isinstance(base, Stub)]
        return (StubBase,) if self is stubs[0] and StubBase not in bases else ()

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False

    def __getitem__(self, key):
        return self

    def __setitem__(self, key, value):
        pass

    def __delitem__(self, key):
        pass

    def __contains__(self, key):
        return False

    def __instancecheck__(self, instance):
        return False

    def __subclasscheck__(self, cls):
        return False

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    def __hash__(self):
        return hash(self.__dict__[STUB])

    def __repr__(self):
        return self.__dict__[STUB]

    __str__ = __fspath__ = __repr__

    def __format__(self, spec):
        return str(self)


def _give_stub_operators(cls):
    def itself(self, *_args):
        return self

    for name in words("or and xor add sub mul truediv floordiv div mod pow lshift rshift matmul"):
        setattr(cls, "__%s__" % name, itself)
        setattr(cls, "__r%s__" % name, itself)
    for name in ("neg", "pos", "abs", "invert", "round"):
        setattr(cls, "__%s__" % name, itself)
    for name in ("lt", "le", "gt", "ge"):
        setattr(cls, "__%s__" % name, lambda _self, _other: False)
    for name, value in (("len", 0), ("int", 0), ("index", 0), ("float", 0.0), ("bool", True)):
        setattr(cls, "__%s__" % name, lambda _self, value=value: value)
    cls.__nonzero__ = cls.__bool__


_give_stub_operators(Stub)


class StubBase(object):
    """What a class of the repository inherits from instead of a missing one."""

    def __init__(self, *args, **kwargs):
        following = super(StubBase, self).__init__
        if getattr(following, "__objclass__", None) is not object:
            following(*args, **kwargs)

    def __getattr__(self, name):
        if name.startswith("_") or name in ("task_id", "param_kwargs"):
            raise AttributeError(name)
        return make_stub(name)


STUB_BASES = {}


def make_stub(name):
    """A stub called ``name``: an exception class, a class (old interpreters), or an instance."""
    last = name.rsplit(".", 1)[-1]
    if re.match(r"[A-Z]\w*(Error|Exception|Warning)$|Exception$", last):
        return type(str(last), (Exception,), {})
    if sys.version_info < (3, 7) and last[:1].isupper():
        return stub_class(last)
    return Stub(name)


def stub_class(name):
    """A class for interpreters without __mro_entries__, free of metaclass conflicts with Task."""
    if name not in STUB_BASES:
        meta = stub_metaclass()
        STUB_BASES[name] = type.__new__(meta, str(name), (StubBase,), {STUB: name})
    return STUB_BASES[name]


def stub_metaclass():
    if None not in STUB_BASES:
        STUB_BASES[None] = _make_stub_metaclass()
    return STUB_BASES[None]


def _make_stub_metaclass():
    from luigi.task_register import Register

    def is_task(cls):
        return any(type(base) is Register for base in cls.__mro__)

    class StubMeta(Register):
        def __new__(mcs, name, bases, namespace):
            if any(isinstance(b, Register) and is_task(b) for b in bases):
                return Register.__new__(mcs, name, bases, namespace)
            return type.__new__(mcs, name, bases, namespace)

        def __call__(self, *args, **kwargs):
            if is_task(self):
                return Register.__call__(self, *args, **kwargs)
            single = len(args) == 1 and not kwargs and callable(args[0])
            if single and not isinstance(args[0], Stub) and STUB in self.__dict__:
                return args[0]
            return type.__call__(self, *args, **kwargs)

        def __getattr__(self, name):
            if is_task(self) or name.startswith("_"):
                raise AttributeError(name)
            return make_stub(name)

        def __iter__(self):
            return iter(())

        def __getitem__(self, key):
            return self

    _give_stub_operators(StubMeta)
    return StubMeta


class StubModule(types.ModuleType):
    """A module that has every name."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        value = make_stub("%s.%s" % (self.__name__, name))
        setattr(self, name, value)
        return value


class StubFinder(object):
    """The last import hook: fabricates what files of the repository import in vain.

    Luigi's contrib modules count as such files: they import drivers that they do not bring along.
    An import that the repository itself guards with ``except ImportError`` is left to fail.
    """

    def __init__(self, places):
        self.places = places
        self.made = set()

    def find_spec(self, name, _path=None, _target=None):
        if not self._wanted(name):
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return self._make(spec.name)

    def exec_module(self, module):
        pass

    def find_module(self, name, path=None):
        """For Python 2, whose own way to import comes after every hook of sys.meta_path."""
        return self if self._wanted(name) and not self._exists(name, path) else None

    def _exists(self, name, path):
        finders = [hook for hook in sys.meta_path if hook is not self]
        finders += filter(None, map(pkgutil.get_importer, sys.path if path is None else path))
        is_built_in = path is None and name in sys.builtin_module_names
        return is_built_in or any(finder.find_module(name) for finder in finders)

    def load_module(self, name):
        if name not in sys.modules:
            module = self._make(name)
            module.__loader__ = self
            sys.modules[name] = module
        return sys.modules[name]

    def _may_miss(self, path):
        contrib = os.path.join(self.places.luigi, "contrib")
        return self.places.is_own(path) or is_within(path, [contrib])

    def _make(self, name):
        self.made.add(name)
        return StubModule(str(name))

    def _wanted(self, name):
        parent = sys.modules.get(name.rpartition(".")[0])
        if isinstance(parent, StubModule):
            return True
        if name.split(".")[0] == "luigi":
            return False
        if parent is not None and self.places.is_own(source_path(parent) or _first_dir(parent)):
            return False  # Python 2 looks for siblings first; and own modules are not invented
        frame = _importing_frame()
        if frame is None or not self._may_miss(frame.f_code.co_filename):
            return False
        return not guarded_import(frame.f_code.co_filename, frame.f_lineno)


def _first_dir(module):
    try:
        return next(iter(module.__path__))
    except Exception:
        return None


def _importing_frame():
    here = _importing_frame.__code__.co_filename
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name != here and "importlib" not in name and not name.startswith("<frozen"):
            return frame
        frame = frame.f_back
    return None


def guarded_import(path, line):
    """True where the import at this line is in a ``try`` whose handler goes on without it."""
    tree = Sources.tree(path)
    tries = [n for n in ast.walk(tree) if hasattr(n, "handlers")] if tree else []
    return any(_covers(n.body, line) and _goes_on(n.handlers) for n in tries)


def _covers(body, line):
    return bool(body) and body[0].lineno <= line <= last_line(body[-1])


def _goes_on(handlers):
    catching = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")
    for handler in handlers:
        names = (
            [n.id for n in ast.walk(handler.type) if isinstance(n, ast.Name)]
            if handler.type
            else ["Exception"]
        )
        leaves = any(
            isinstance(n, ast.Raise) or (isinstance(n, ast.Call) and called(n).endswith("exit"))
            for statement in handler.body
            for n in ast.walk(statement)
        )
        if any(name in catching for name in names):
            return not leaves
    return False


# ---------------------------------------------------------------------------------------------
# Source


class Sources(object):
    """Parsed source files, each read once."""

    _trees = {}
    _constants = {}

    @classmethod
    def tree(cls, path):
        if path not in cls._trees:
            cls._trees[path] = cls._parse(path)
        return cls._trees[path]

    @staticmethod
    def _parse(path):
        try:
            with open(path, "rb") as source:
                return ast.parse(source.read(), path)
        except (IOError, OSError, SyntaxError, TypeError, ValueError):
            return None

    @classmethod
    def aliases(cls, path):
        """``{local name: dotted name}`` of every import in the file."""
        key = ("aliases", path)
        if key not in cls._constants:
            cls._constants[key] = _aliases(cls.tree(path))
        return cls._constants[key]

    @classmethod
    def function(cls, function):
        """``(path, node)`` of a function, or (path, None) where its source cannot be had."""
        code = getattr(function, "__code__", None)
        if code is None:
            return None, None
        path = code.co_filename
        index = ("functions", path)
        if index not in cls._constants:
            cls._constants[index] = _functions(cls.tree(path))
        found = cls._constants[index].get((code.co_name, code.co_firstlineno))
        return path, found

    @classmethod
    def class_node(cls, klass):
        """``(path, node)`` of a class; the last one of its name where several are written."""
        path = source_path(klass)
        tree = cls.tree(path) if path else None
        if tree is None:
            return path, None
        wanted = getattr(klass, "__qualname__", klass.__name__).rsplit(".", 1)[-1]
        named = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == wanted]
        lines = [f.__code__.co_firstlineno for f in vars(klass).values() if hasattr(f, "__code__")]
        holding = [n for n in named if any(n.lineno <= i <= last_line(n) for i in lines)]
        return path, (holding or named or [None])[-1]


def _aliases(tree):
    found = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            for name in node.names:
                if name.asname:
                    found[name.asname] = name.name
                else:
                    found[name.name.split(".")[0]] = name.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for name in node.names:
                found[name.asname or name.name] = "%s.%s" % (node.module, name.name)
    return found


def _functions(tree):
    found = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, FUNCTIONS):
            # co_firstlineno is the first decorator's line in every version; lineno is not.
            first = min([node.lineno] + [d.lineno for d in node.decorator_list])
            found[(node.name, first)] = node
        elif isinstance(node, ast.Lambda):
            found[("<lambda>", node.lineno)] = node
    return found


FUNCTIONS = tuple(getattr(ast, n) for n in ("FunctionDef", "AsyncFunctionDef") if hasattr(ast, n))


def last_line(node):
    if getattr(node, "end_lineno", None):
        return node.end_lineno
    return max([getattr(n, "lineno", 0) for n in ast.walk(node)])


def called(call):
    """The dotted text of what a call calls, as written: ``self.input``, ``pd.read_csv``."""
    return dotted_text(call.func)


def dotted_text(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return "%s.%s" % (dotted_text(node.value), node.attr)
    if isinstance(node, ast.Call):
        return "%s()" % dotted_text(node.func)
    return "?"


# ---------------------------------------------------------------------------------------------
# Evidence: what the source of a method does
#
# Every expression has a kind: what of the task it stands for. Names keep a kind only if all their
# assignments agree, so one path that is not the task's own is enough to report an I/O call.


SELF, TASK, OTHER, TARGET, PATH, NEAR, HANDLE, TOP = (
    "self",
    "task",  # one that requires() gives
    "other",  # one made on the spot, or further up: its files are no input of this task
    "target",
    "path",
    "near",
    "handle",
    "top",
)
OWN_DATA = (TARGET, PATH, HANDLE)
TASKS = (TASK, OTHER)

TARGET_ATTRIBUTES = {"path": PATH, "fn": PATH, "abspath": PATH, "fs": None, "_fs": None}

ENTRIES = (
    "run",
    "output",
    "requires",
    "complete",
    "input",
    "deps",
    "on_success",
    "on_failure",
    "__init__",
)
MAX_DEPTH = 8

# Calls that read or write a file: which positional arguments are paths.
PATH_CALLS = {
    "open": (0,),
    "file": (0,),
    "io.open": (0,),
    "codecs.open": (0,),
    "os.open": (0,),
    "gzip.open": (0,),
    "gzip.GzipFile": (0,),
    "bz2.open": (0,),
    "bz2.BZ2File": (0,),
    "lzma.open": (0,),
    "lzma.LZMAFile": (0,),
    "tarfile.open": (0,),
    "tarfile.TarFile": (0,),
    "zipfile.ZipFile": (0,),
    "fileinput.input": (0,),
    "linecache.getline": (0,),
    "os.listdir": (0,),
    "os.scandir": (0,),
    "os.walk": (0,),
    "os.stat": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.chdir": (0,),
    "os.remove": (0,),
    "os.unlink": (0,),
    "os.rmdir": (0,),
    "os.removedirs": (0,),
    "os.truncate": (0,),
    "os.utime": (0,),
    "os.rename": (0, 1),
    "os.renames": (0, 1),
    "os.replace": (0, 1),
    "os.link": (0, 1),
    "os.symlink": (0, 1),
    "os.makedirs": (0,),
    "os.mkdir": (0,),
    "os.path.exists": (0,),
    "os.path.isfile": (0,),
    "os.path.isdir": (0,),
    "os.path.getsize": (0,),
    "os.path.getmtime": (0,),
    "os.path.lexists": (0,),
    "shutil.copy": (0, 1),
    "shutil.copy2": (0, 1),
    "shutil.copyfile": (0, 1),
    "shutil.copytree": (0, 1),
    "shutil.move": (0, 1),
    "shutil.rmtree": (0,),
    "shutil.make_archive": (0,),
    "shutil.unpack_archive": (0,),
    "shutil.copymode": (0, 1),
    "glob.glob": (0,),
    "glob.iglob": (0,),
    "sqlite3.connect": (0,),
    "shelve.open": (0,),
    "dbm.open": (0,),
    "joblib.load": (0,),
    "joblib.dump": (1,),
    "torch.load": (0,),
    "torch.save": (1,),
    "h5py.File": (0,),
    "netCDF4.Dataset": (0,),
    "PIL.Image.open": (0,),
    "cv2.imread": (0,),
    "cv2.imwrite": (0,),
    "rasterio.open": (0,),
    "fiona.open": (0,),
    "geopandas.read_file": (0,),
    "openpyxl.load_workbook": (0,),
    "xlrd.open_workbook": (0,),
    "xml.etree.ElementTree.parse": (0,),
    "lxml.etree.parse": (0,),
    "mmap.mmap": (),
    "xarray.open_dataset": (0,),
    "xarray.open_zarr": (0,),
    "soundfile.read": (0,),
    "pyarrow.parquet.read_table": (0,),
    "pyarrow.parquet.write_table": (1,),
    "pyarrow.parquet.ParquetFile": (0,),
    "pyarrow.parquet.ParquetWriter": (0,),
    "logging.FileHandler": (0,),
    "execfile": (0,),
}
PATH_PREFIXES = {
    "pandas.read_": (0,),
    "numpy.load": (0,),
    "numpy.save": (0,),
    "numpy.genfromtxt": (0,),
    "numpy.fromfile": (0,),
    "numpy.memmap": (0,),
    "polars.read_": (0,),
    "polars.scan_": (0,),
    "dask.dataframe.read_": (0,),
    "imageio.im": (0,),
    "skimage.io.im": (0,),
}
# Calls on paths only: a file object is none.
PATHS_ONLY = re.compile(r"(open|file|io\.open|codecs\.open|os\..*|shutil\..*|glob\..*)$")
# Calls that make a file object of a path or of another file object.
FILE_WRAPPERS = re.compile(
    r"(^|\.)(open|\w*File|TextIOWrapper|Buffered\w+|ExcelWriter|HDFStore|Dataset|ParquetWriter"
    r")$"
)
# Methods of any object that write or read the path given as first argument.
PATH_METHODS = words(
    "to_csv to_parquet to_pickle to_excel to_hdf to_feather to_stata to_netcdf to_zarr to_file "
    "to_json to_html to_latex to_string to_orc to_gbq savefig save save_weights save_model "
    "load_weights load_model tofile write_parquet write_csv write_html write_image export "
    "extractall savetxt saveAsTextFile imsave"
)
# Methods that read or write the file their object names.
FILE_METHODS = words(
    "open read_text write_text read_bytes write_bytes iterdir rglob unlink touch mkdir exists "
    "is_file is_dir"
)
# Fine on a directory of the task's own files, or on one beside them.
DIRECTORY_CALLS = ("os.makedirs", "os.mkdir", "os.path.exists", "os.path.isdir")
PROCESS_CALLS = re.compile(
    r"(subprocess|commands|sh|pexpect|plumbum|fabric|invoke)\."
    r"|os\.(system|popen|spawn|exec|fork|posix_spawn)"
    r"|(pty|multiprocessing)\.(spawn|Process|Pool)"
)
NETWORK_CALLS = re.compile(
    r"(requests|urllib2?|urllib3|urlparse|httplib2?|http\.client|xmlrpclib|xmlrpc|socket|ftplib"
    r"|smtplib|imaplib|poplib|telnetlib|boto3?|botocore|s3fs|gcsfs|fsspec|aiohttp|httpx|websocket"
    r"|paramiko|pysftp|psycopg2?|pymysql|MySQLdb|mysql|pymssql|pyodbc|cx_Oracle|oracledb|pymongo"
    r"|redis|elasticsearch|elasticsearch_dsl|cassandra|snowflake|clickhouse_driver|pyhive|impala"
    r"|prestodb|trino|kafka|pika|hdfs|snakebite|google\.cloud|googleapiclient|gspread|azure"
    r"|dropbox|tweepy|slack|slackclient|slack_sdk|sendgrid|twilio|docker|kubernetes|salesforce"
    r"|simple_salesforce|sqlalchemy\.create_engine|pandas\.read_sql|pandas\.read_gbq"
    r"|luigi\.contrib\.\w+\.\w*Client)(\.|\(|$)"
)
NOT_NETWORK = re.compile(
    r"(urllib\.parse|urlparse)\.|urllib2?\.(quote|unquote|urlencode)|socket\.gethostname"
    r"|requests\.exceptions"
)
ENVIRONMENT = re.compile(r"os\.(environ|getenv|putenv)(\.|$)")
CLOCK = re.compile(
    r"(^|\.)(now|today|utcnow)$"
    r"|^time\.(time|time_ns|ctime|asctime|monotonic)$|^arrow\.(now|utcnow)$"
)
CLOCK_WITHOUT_ARGUMENTS = re.compile(r"^time\.(localtime|gmtime)$")
SCHEDULES = re.compile(r"luigi\.(interface\.)?(build|run)$|luigi\.worker\.Worker$")
SAME_PATH = words(
    "str unicode os.path.abspath os.path.realpath os.path.normpath os.path.expanduser os.fspath "
    "pathlib.Path Path"
)
# Code that was not read: what it is given and never opens, by its dotted name or its last part.
HARMLESS = re.compile(
    r"(os\.path|re|json|csv|pickle|cPickle|yaml|logging|warnings|datetime|time|math|random|copy"
    r"|string|struct|hashlib|base64|uuid|collections|itertools|functools|operator|textwrap|luigi"
    r"|argparse|urllib\.parse|urlparse|traceback|inspect|typing|attr|dataclasses)\."
    r"|\w*(Error|Exception|Warning)$"
)
HARMLESS_METHODS = words(
    "format strftime isoformat join split rsplit splitlines strip lstrip rstrip startswith "
    "endswith replace lower upper title encode decode find rfind index count partition "
    "rpartition zfill ljust rjust append appendleft add extend insert update get pop "
    "setdefault remove discard items keys values write writelines writerow writerows debug "
    "info warning warn error exception critical log sub match search findall fullmatch "
    "finditer group print echo send put clone"
)
FILE_NAME = re.compile(
    r"\S*[^\s./]\.(csv|tsv|psv|txt|jsonl?|ndjson|parquet|pq|pkl|pickle|h5|hdf5?|np[yz]|xlsx?|xml|ya?ml"
    r"|ini|cfg|conf|toml|log|db|sqlite3?|gz|bz2|xz|zip|tar|tgz|7z|png|jpe?g|gif|tiff?|bmp|svg|pdf"
    r"|html?|model|bin|dat|data|joblib|onnx|pth?|ckpt|pb|avro|orc|feather|arrow|sql|md|rst|nc|zarr"
    r"|fits?|bam|sam|vcf|bcf|fa|fasta|fastq|fq|bed|gff3?|gtf|shp|geojson|gpkg|mat|rds|rda|arff|wav"
    r"|mp[34]|avi|docx?|pptx?|tex|ipynb|out|tmp|lock|done|ttl|rdf|nt|owl|obo|msgpack|proto)$"
    r"|(\.{0,2}|~)/[\w.%{}/~ -]+$",
    re.I,
)
PATH_WORD = re.compile(r"(^|_)(path|file|filename|filepath|fname|dir|dirname|directory|folder)s?$")
JOINS = words(
    "os.path.join os.path.abspath os.path.expanduser os.path.realpath os.path.normpath "
    "pathlib.Path Path"
)
PASS_ON = words(
    "zip enumerate sorted list tuple reversed iter next set filter map itertools.chain dict "
    "luigi.task.flatten flatten itertools.izip six.moves.zip min max"
)
# What Luigi's own run() methods of contrib classes do.
LUIGI_RUNS = (
    ("luigi.contrib.external_program", "runs_process"),
    ("luigi.contrib.spark", "runs_process"),
    ("luigi.contrib.docker_runner", "runs_process"),
    ("luigi.contrib.", "touches_network"),
    ("luigi.hadoop", "touches_network"),
    ("luigi.postgres", "touches_network"),
    ("luigi.s3", "touches_network"),
)


def meet(kinds):
    """The kind all agree on, else None; TOP (not known yet) gives way to anything."""
    known = [k for k in kinds if k != TOP]
    if not known:
        return TOP
    if all(k in (TARGET, HANDLE) for k in known):
        return known[0] if len(set(known)) == 1 else HANDLE  # what is done with either is fine
    return known[0] if all(k == known[0] for k in known) else None


class Evidence(object):
    """Facts of one class: its effective methods, followed into what they call."""

    def __init__(self, cls, places):
        self.cls = cls
        self.places = places
        self.facts = set()
        self.memo = {}

    def collect(self):
        for entry in ENTRIES:
            self.follow(entry, plain_function(self.cls, entry))
        for hook in self._hooks():
            self.follow("run", plain_function(self.cls, hook))
        self._luigi_run()
        return self.listed()

    def listed(self):
        return [
            {"name": n, "method": m, "path": p, "line": i, "detail": d}
            for m, p, i, n, d in sorted(self.facts)
        ]

    def _hooks(self):
        """Methods that a run() of Luigi's contrib classes calls: rows(), mapper() ..."""
        definer = self._runs_of_luigi()
        if definer is None or definer.__module__ == "luigi.task":
            return []
        own = [k for k in self.cls.__mro__ if not self.places.is_luigi_or_standard(k)]
        return sorted(
            {
                n
                for k in own
                for n, v in vars(k).items()
                if unwrapped(v) is not None and n not in ENTRIES
            }
        )

    def follow(self, entry, function):
        if function is None:
            return
        path, node = Sources.function(function)
        if is_within(path, [self.places.luigi]):
            return
        if node is None:
            self.add(entry, self.places.shown(path), 0, "no_source", entry)
            return
        self.memo = {}
        Scope(self, entry, function, path, node, (SELF,), self.cls, 0).analyse()

    def _runs_of_luigi(self):
        """The class of Luigi's whose run() the task has, or comes to through ``super().run()``."""
        for klass in inspect.getmro(self.cls):
            if "run" not in vars(klass):
                continue
            if self.places.is_luigi_or_standard(klass):
                return klass
            if not calls_next(unwrapped(vars(klass)["run"]), "run"):
                return None
        return None

    def _luigi_run(self):
        definer = self._runs_of_luigi()
        module = getattr(definer, "__module__", "") or ""
        for prefix, fact in LUIGI_RUNS:
            if module.startswith(prefix):
                self.add("run", "", 0, fact, dotted(definer) + ".run")
                return

    def add(self, method, path, line, name, detail):
        self.facts.add((method, path, line, name, detail))


def defining_class(cls, name):
    for klass in inspect.getmro(cls):  # an old-style class of Python 2 has no __mro__
        if name in vars(klass):
            return klass
    return None


def calls_next(function, name):
    """The function calls ``super().name()``, or ``Base.name(self)`` as in Python 2."""
    node = Sources.function(function)[1] if function else None
    for call in ast.walk(node) if node else ():
        func = getattr(call, "func", None)
        if not (isinstance(func, ast.Attribute) and func.attr == name):
            continue
        first = call.args[0] if call.args else None
        is_base = isinstance(first, ast.Name) and first.id == "self"
        if is_base or (isinstance(func.value, ast.Call) and called(func.value) == "super"):
            return True
    return False


def plain_function(cls, name):
    """The Python function behind ``cls.name``: out of descriptors and honest decorators."""
    klass = defining_class(cls, name)
    return unwrapped(vars(klass)[name]) if klass else None


def unwrapped(value):
    for _ in range(10):
        if isinstance(value, property):
            value = value.fget
        elif isinstance(value, (staticmethod, classmethod)):
            value = value.__func__
        elif hasattr(value, "__wrapped__") and not inspect.isclass(value):
            value = value.__wrapped__
        elif inspect.ismethod(value):
            value = value.__func__
        elif type(value).__name__ == "cached_property" and hasattr(value, "func"):
            value = value.func
        else:
            break
    return value if isinstance(value, types.FunctionType) else None


class Scope(object):
    """One function body, analysed with the kinds of its arguments.

    ``entry`` is the method of the task that led here, ``cls`` the class that ``self`` is of.
    """

    def __init__(self, evidence, entry, function, path, node, kinds, cls, depth):
        self.evidence = evidence
        self.entry = entry
        self.function = function
        self.path = path
        self.shown = evidence.places.shown(path)
        self.node = node
        self.cls = cls
        self.depth = depth
        self.aliases = Sources.aliases(path)
        self.names = self._argument_kinds(kinds)
        self.kinds = {}  # by id of the expression, as long as the names stay as they are
        self.reporting = False

    # -- the walk

    def analyse(self):
        """The kind of what the function returns; facts are reported on the way."""
        body = self.node.body if isinstance(self.node.body, list) else [self.node.body]
        self._settle_names(body)
        self.reporting = True
        self.kinds = {}
        for statement in body:
            self._report(statement)
        if isinstance(self.node, ast.Lambda):
            return self.kind(self.node.body)
        returned = [
            self.kind(n.value)
            for n in self._own_nodes(body)
            if isinstance(n, ast.Return) and n.value is not None
        ]
        kind = meet(returned) if returned else None
        return None if kind == TOP else kind

    def _report(self, statement):
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                self._call(node)
            elif isinstance(node, (ast.Attribute, ast.Name)):
                self._read(node)
        if self.depth == 0 and self.function is plain_function(self.cls, "run"):
            for node in self._own_nodes([statement]):
                if isinstance(node, YIELDS):
                    self.fact(node, "yields", "")

    def _own_nodes(self, body):
        """Nodes of this function, without those of functions defined inside it."""
        waiting = list(body)
        while waiting:
            node = waiting.pop()
            yield node
            if not isinstance(node, FUNCTIONS + (ast.Lambda, ast.ClassDef)):
                waiting.extend(ast.iter_child_nodes(node))

    def fact(self, node, name, detail):
        if self.reporting:
            self.evidence.add(self.entry, self.shown, getattr(node, "lineno", 0), name, detail)

    # -- names

    def _argument_kinds(self, kinds):
        arguments = self.node.args
        names = [argument_name(a) for a in getattr(arguments, "posonlyargs", []) + arguments.args]
        table = dict.fromkeys(names)
        table.update(zip(names, kinds))
        return table

    def _settle_names(self, body):
        """Give every local name the kind all its assignments agree on."""
        assigned = {}
        for statement in body:
            for node in ast.walk(statement):
                for target, value, how in bindings(node):
                    self._bind(target, value, how, assigned)
        fixed = set(self.names) - set(assigned)
        given = dict(self.names)
        for name in assigned:
            self.names[name] = TOP
        for _ in range(8):
            before = dict(self.names)
            for name, sources in assigned.items():
                self.kinds = {}
                kinds = [self._bound_kind(value, how) for value, how in sources]
                if name in given and name not in fixed:
                    kinds.append(given[name])
                self.names[name] = meet(kinds)
            if before == self.names:
                break
        self.names = {n: None if k == TOP else k for n, k in self.names.items()}
        self.kinds = {}

    def _bind(self, target, value, how, assigned):
        if isinstance(target, (ast.Tuple, ast.List)):
            pairs = None
            if how == "is" and isinstance(value, (ast.Tuple, ast.List)):
                pairs = list(zip(target.elts, value.elts))
            for index, item in enumerate(target.elts):
                self._bind(
                    item,
                    pairs[index][1] if pairs and index < len(pairs) else value,
                    how if pairs else "item",
                    assigned,
                )
        elif isinstance(target, ast.Name):
            assigned.setdefault(target.id, []).append((value, how))
        elif isinstance(target, ast.Attribute):
            assigned.setdefault(dotted_text(target), []).append((value, how))
        elif hasattr(ast, "Starred") and isinstance(target, ast.Starred):
            self._bind(target.value, value, "item", assigned)

    def _bound_kind(self, value, how):
        if value is None:
            return None
        return item_kind(self.kind(value)) if how == "item" else self.kind(value)

    # -- kinds

    def kind(self, node):
        """What of the task an expression stands for, or None."""
        if id(node) not in self.kinds:
            method = getattr(self, "_kind_" + type(node).__name__.lower(), None)
            self.kinds[id(node)] = method(node) if method else None
        return self.kinds[id(node)]

    def _kind_name(self, node):
        if node.id in self.names:
            return self.names[node.id]
        return object_kind(self.value_of(node), self.evidence.places)

    def _kind_attribute(self, node):
        text = dotted_text(node)
        if text in self.names:
            return self.names[text]
        owner = self.kind(node.value)
        if owner == TARGET:
            return TARGET_ATTRIBUTES.get(node.attr, TARGET)
        if owner == HANDLE:
            return PATH if node.attr == "name" else None
        if owner in (PATH, NEAR, TOP):
            return NEAR if owner == PATH else owner
        if owner == SELF or is_object(owner):
            return self._attribute_of(node, self.cls if owner == SELF else owner[1])
        return object_kind(self.value_of(node), self.evidence.places)

    def _attribute_of(self, node, cls):
        """A property is a method: follow it."""
        definer = defining_class(cls, node.attr)
        value = vars(definer)[node.attr] if definer else None
        if isinstance(value, property) or type(value).__name__ == "cached_property":
            return self._follow(node, unwrapped(value), (SELF,), cls)
        return object_kind(value, self.evidence.places)

    def _kind_subscript(self, node):
        return item_kind(self.kind(node.value))

    def _kind_starred(self, node):
        return self.kind(node.value)

    def _kind_await(self, node):
        return self.kind(node.value)

    def _kind_namedexpr(self, node):
        return self.kind(node.value)

    def _kind_yield(self, node):
        """``targets = yield tasks``: Luigi sends back their outputs."""
        return TARGET if node.value is not None and self.kind(node.value) in TASKS else None

    def _kind_ifexp(self, node):
        return meet([self.kind(node.body), self.kind(node.orelse)])

    def _kind_boolop(self, node):
        return meet([self.kind(v) for v in node.values])

    def _kind_binop(self, node):
        kinds = [self.kind(node.left), self.kind(node.right)]
        if kinds[0] == kinds[1] and kinds[0] in (TARGET, TASK, OTHER):
            return kinds[0]
        if isinstance(node.op, ast.Div) and kinds[0] == PATH:
            return PATH
        return NEAR if PATH in kinds or NEAR in kinds else None

    def _kind_joinedstr(self, node):
        values = [v for v in node.values if isinstance(v, ast.FormattedValue)]
        kinds = [self.kind(v.value) for v in values]
        if len(node.values) == 1 and kinds == [PATH]:
            return PATH
        return NEAR if PATH in kinds or NEAR in kinds else None

    def _elements(self, nodes):
        return meet([self.kind(n) for n in nodes]) if nodes else None

    def _kind_list(self, node):
        return self._elements(node.elts)

    _kind_tuple = _kind_set = _kind_list

    def _kind_dict(self, node):
        return self._elements(node.values)

    def _kind_listcomp(self, node):
        return self.kind(node.elt)

    _kind_generatorexp = _kind_setcomp = _kind_listcomp

    def _kind_dictcomp(self, node):
        return self.kind(node.value)

    def _kind_call(self, node):
        name = self.full_name(node.func)
        own = self._task_method(node)
        if own is not None:
            return {"input": TARGET, "output": TARGET}.get(own, TASK)
        if isinstance(node.func, ast.Attribute):
            kind = self._method_kind(node, self.kind(node.func.value))
            if kind is not None:
                return kind
        kinds = [self.kind(a) for a in node.args]
        if name in SAME_PATH:
            return kinds[0] if kinds and kinds[0] in (PATH, NEAR, TOP) else None
        if name in PASS_ON:
            tainted = [k for k in kinds if k is not None]
            return meet(tainted) if tainted else None
        if name == "os.path.join" and kinds[:1] == [PATH]:
            return PATH  # inside a directory that is the task's own
        if name.startswith("os.path.") and (PATH in kinds or NEAR in kinds):
            return NEAR
        cls = self.value_of(node.func)
        if inspect.isclass(cls):
            if is_task_class(cls):
                return OTHER
            if self.evidence.places.is_own(source_path(cls)) and not is_target_class(cls):
                return ("object", cls)
        function = self._callee(node)
        if function is not None:
            return self._follow_call(node, function)
        if name == "super":
            return SELF
        kinds += [self.kind(k.value) for k in node.keywords]
        return HANDLE if FILE_WRAPPERS.search(name) and any(k in OWN_DATA for k in kinds) else None

    def _method_kind(self, node, owner):
        attr = node.func.attr
        if owner in TASKS:
            return {
                "output": TARGET,
                "input": TARGET,
                "requires": OTHER,
                "deps": OTHER,
                "clone": OTHER,
                "values": owner,
                "items": owner,
                "get": owner,
            }.get(attr)
        if owner == TARGET:
            if attr in ("open", "makedirs"):
                return HANDLE
            if attr == "temporary_path":
                return PATH
            return (
                TARGET
                if attr
                in ("values", "items", "get", "pop", "copy", "iteritems", "itervalues", "keys")
                else None
            )
        if owner == PATH:
            return (
                PATH
                if attr in ("encode", "decode", "strip", "resolve", "absolute", "expanduser")
                else NEAR
            )
        if owner == HANDLE:
            return HANDLE if attr in ("open", "__enter__") else None
        if owner == NEAR:
            return NEAR
        if owner == SELF and attr == "clone":
            return OTHER
        return TOP if owner == TOP else None

    def _task_method(self, node):
        """``input``, ``output``, ``requires`` or ``deps`` where the task's own is called."""
        func = node.func
        if not isinstance(func, ast.Attribute):
            return None
        if func.attr not in ("input", "output", "requires", "deps"):
            return None
        return func.attr if self.kind(func.value) == SELF else None

    # -- names to objects

    def value_of(self, node):
        """The object a global name or a dotted one stands for in the imported module, or None."""
        if isinstance(node, ast.Name):
            if node.id in self.names:
                return None
            cells = dict(zip(self.function.__code__.co_freevars, self.function.__closure__ or ()))
            try:
                if node.id in cells:
                    return cells[node.id].cell_contents
                return self.function.__globals__.get(node.id)
            except ValueError:
                return None
        if isinstance(node, ast.Attribute):
            owner = self.value_of(node.value)
            if isinstance(owner, types.ModuleType) or inspect.isclass(owner):
                return vars(owner).get(node.attr)
        return None

    def full_name(self, node):
        """The dotted name with import aliases resolved: ``pd.read_csv`` → ``pandas.read_csv``."""
        text = dotted_text(node)
        first, _, rest = text.partition(".")
        if first in self.names:
            return text
        whole = self.aliases.get(first, first)
        return "%s.%s" % (whole, rest) if rest else whole

    # -- facts

    def _read(self, node):
        if isinstance(node, ast.Attribute) and ENVIRONMENT.match(self.full_name(node)):
            self.fact(node, "reads_environment", self.full_name(node))
        if isinstance(node, ast.Name) and node.id not in self.names:
            whole = self.aliases.get(node.id)
            if whole in ("os.environ", "os.getenv"):
                self.fact(node, "reads_environment", whole)
        is_read = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
        if is_read and self.kind(node.value) == SELF:
            self.kind(node)  # follows a property

    def _call(self, node):
        name = self.full_name(node.func)
        self._follow_callbacks(node)
        if any(text.startswith("sqlite:") for text in texts_in(node.args)):
            self.fact(node, "opens_path", name)
        if self._task_call(node) or self._io_call(node, name):
            return
        if SCHEDULES.match(name):
            self.fact(node, "schedules", name)
        elif PROCESS_CALLS.match(name):
            self.fact(node, "runs_process", name)
        elif self._is_network(node, name):
            self.fact(node, "touches_network", name)
        elif (
            CLOCK.search(name)
            or (CLOCK_WITHOUT_ARGUMENTS.match(name) and not node.args)
            or (name == "time.strftime" and len(node.args) < 2)
        ):
            self.fact(node, "reads_clock", name)
        elif is_target_class(self.value_of(node.func)) or name.endswith("Target"):
            if self.entry not in ("output", "input"):
                self.fact(node, "makes_target", name)
        else:
            self._follow_unknown(node, name)

    def _task_call(self, node):
        own = self._task_method(node)
        if own is None:
            return self._runs_other_task(node)
        if own in ("requires", "deps") and self.entry not in ("requires", "deps"):
            self.fact(node, "reads_requires", called(node))
        if own == "input" and self.entry != "input":
            self.fact(node, "reads_input", called(node))
        if own == "output" and self.entry != "output":
            self.fact(node, "writes_output", called(node))
        if self.entry == "output" and own != "output":
            self.fact(node, "output_from_input", called(node))
        return True

    def _runs_other_task(self, node):
        func = node.func
        is_run = isinstance(func, ast.Attribute) and func.attr == "run"
        if is_run and self.kind(func.value) in TASKS:
            self.fact(node, "schedules", called(node))
            return True
        return self._asks_other_task(node)

    def _asks_other_task(self, node):
        """The files of a task that is not required directly reach this one some other way."""
        func = node.func
        if not isinstance(func, ast.Attribute) or self.entry in ("requires", "deps", "output"):
            return False
        further = ("input", "output") if self.kind(func.value) == OTHER else ("input",)
        if self.kind(func.value) not in TASKS or func.attr not in further:
            return False
        self.fact(node, "makes_target", called(node))
        return True

    def _io_call(self, node, name):
        """Report a call on files that are not the task's own; True for a call on files."""
        positions = PATH_CALLS.get(name)
        if positions is None:
            positions = next((v for p, v in PATH_PREFIXES.items() if name.startswith(p)), None)
        if positions is not None and NETWORK_CALLS.match(name):
            return False
        if positions is not None:
            return self._check_paths(node, name, positions)
        return self._io_method(node, name)

    def _check_paths(self, node, name, positions):
        arguments = [node.args[i] if i < len(node.args) else None for i in positions]
        if arguments == [None]:
            arguments = [k.value for k in node.keywords if k.arg in PATH_KEYWORDS] or [None]
        allowed = (TARGET, PATH) if PATHS_ONLY.match(name) else OWN_DATA
        allowed += (NEAR,) if name in DIRECTORY_CALLS else ()
        kinds = [self.kind(a) if a is not None else None for a in arguments]
        if not all(k in allowed for k in kinds):
            self.fact(node, "opens_path", "%s(%s)" % (name, shown_argument(arguments)))
        return True

    def _io_method(self, node, name):
        func = node.func
        if not isinstance(func, ast.Attribute):
            return False
        owner = self.kind(func.value)
        if func.attr in PATH_METHODS and not self._callee(node):
            arguments = list(node.args[:1]) or [
                k.value for k in node.keywords if k.arg in PATH_KEYWORDS
            ]
            if owner in (TARGET, SELF) or not arguments:
                return owner == TARGET
            if self.kind(arguments[0]) not in OWN_DATA:
                self.fact(node, "opens_path", "%s(%s)" % (name, shown_argument(arguments)))
            return True
        if func.attr in FILE_METHODS and not self._callee(node):
            fine = OWN_DATA + ((NEAR,) if func.attr in ("mkdir", "exists", "is_dir") else ())
            if owner not in fine:
                self.fact(node, "opens_path", name)
            return True
        return False

    def _is_network(self, node, name):
        if NETWORK_CALLS.match(name) and not NOT_NETWORK.match(name):
            return True
        base = node.func
        while isinstance(base, ast.Attribute):
            base = base.value
        value = self.value_of(base) if isinstance(base, ast.Name) else None
        module = getattr(type(value), "__module__", "") or ""
        made_there = not isinstance(value, types.ModuleType) and NETWORK_CALLS.match(module + ".")
        return bool(made_there) and base is not node.func

    # -- following calls

    def _follow_unknown(self, node, name):
        function = self._callee(node)
        if function is not None:
            self._follow_call(node, function)
            return
        cls = self.value_of(node.func)
        if inspect.isclass(cls) and self.evidence.places.is_own(source_path(cls)):
            if not is_task_class(cls) and plain_function(cls, "__init__") is not None:
                kinds = (SELF,) + tuple(self.kind(a) for a in node.args)
                self._follow(node, plain_function(cls, "__init__"), kinds, cls)
            return
        is_dynamic = name in ("eval", "exec", "__import__") or name.startswith("getattr()")
        if is_dynamic or self._is_unknown_method(node.func):
            self.fact(node, "unknown_call", name)
        elif not self._is_harmless(node, name):
            self._hands_out_path(node, name)

    def _is_harmless(self, node, name):
        func = node.func
        if isinstance(func, ast.Name) and func.id not in self.names and hasattr(builtins, func.id):
            return True
        if HARMLESS.match(name) or is_task_class(self.value_of(func)):
            return True
        # A method of any object, that is: a function of a module may have the name too.
        is_method = isinstance(func, ast.Attribute) and func.attr in HARMLESS_METHODS
        return is_method and not isinstance(self.value_of(func.value), types.ModuleType)

    def _hands_out_path(self, node, name):
        """A path that is not the task's own, given to code that was not read: it may open it."""
        for argument in list(node.args) + [k.value for k in node.keywords]:
            if self._is_other_path(argument):
                self.fact(node, "opens_path", "%s(%s)" % (name, shown_argument([argument])))
                return

    def _is_other_path(self, node):
        kind = self.kind(node)
        if kind is not None:
            return kind == NEAR
        if isinstance(node, (ast.Name, ast.Attribute)):
            return bool(PATH_WORD.search(getattr(node, "attr", getattr(node, "id", ""))))
        if isinstance(node, ast.Call) and self.full_name(node.func) in JOINS:
            return True
        written = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        parts = [node.func.value] if written and node.func.attr == "format" else [node]
        if isinstance(parts[0], PLAIN_EXPRESSIONS):
            return any(FILE_NAME.match(text) for text in texts_in(parts))
        return False

    def _is_unknown_method(self, func):
        if not isinstance(func, ast.Attribute) or self.kind(func.value) != SELF:
            return False
        return not hasattr(self.cls, func.attr) and func.attr not in LUIGI_CALLBACKS

    def _callee(self, node):
        """The function of the repository that is called, or None."""
        return self._referred(node.func)

    def _referred(self, func):
        """The function of the repository that a name or an attribute stands for, or None."""
        function = None
        if isinstance(func, ast.Attribute):
            owner = self.kind(func.value)
            if owner == SELF:
                function = self._method(self.cls, func)
            elif is_object(owner):
                function = plain_function(owner[1], func.attr)
        if function is None:
            function = unwrapped(self.value_of(func))
        if function is None:
            return None
        return function if self._is_followed(function) else None

    def _method(self, cls, func):
        """``self.name``, or ``super().name``: then the next one after where this is written."""
        if isinstance(func.value, ast.Call) and called(func.value) == "super":
            mro = inspect.getmro(cls)
            here = next(
                (
                    i
                    for i, k in enumerate(mro)
                    if unwrapped(vars(k).get(self.node_name())) is self.function
                ),
                0,
            )
            for klass in mro[here + 1 :]:
                if func.attr in vars(klass):
                    return unwrapped(vars(klass)[func.attr])
            return None
        return plain_function(cls, func.attr)

    def node_name(self):
        return getattr(self.node, "name", "")

    def _is_followed(self, function):
        path = getattr(function.__code__, "co_filename", "")
        if self.evidence.places.is_own(path):
            return True
        return self.depth == 0 and path == self.path

    def _follow_callbacks(self, node):
        """A function given to other code is called there: ``pool.map(work, paths)``."""
        for argument in list(node.args) + [k.value for k in node.keywords]:
            if not isinstance(argument, (ast.Name, ast.Attribute)):
                continue
            is_method = isinstance(argument, ast.Attribute) and self.kind(argument.value) == SELF
            if is_method and not callable(getattr(self.cls, argument.attr, None)):
                continue  # a property or a parameter: its value is given
            function = self._referred(argument)
            if function is not None:
                others = tuple(self.kind(a) for a in node.args if a is not argument)
                self._follow(node, function, ((SELF,) if is_method else ()) + others, self.cls)

    def _follow_call(self, node, function):
        func = node.func
        kinds = tuple(self.kind(a) for a in node.args)
        cls = self.cls
        if isinstance(func, ast.Attribute):
            owner = self.kind(func.value)
            if owner == SELF or is_object(owner):
                cls = self.cls if owner == SELF else owner[1]
                static = isinstance(raw_attribute(cls, func.attr), staticmethod)
                kinds = kinds if static else (SELF,) + kinds
        kinds = self._with_keywords(node, function, kinds)
        return self._follow(node, function, kinds, cls)

    def _with_keywords(self, node, function, kinds):
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        table = list(kinds[: len(names)]) + [None] * (len(names) - len(kinds))
        for keyword in node.keywords:
            if keyword.arg in names:
                table[names.index(keyword.arg)] = self.kind(keyword.value)
        return tuple(table)

    def _follow(self, node, function, kinds, cls):
        if function is None:
            return None
        key = (function, kinds, cls, self.reporting)
        memo = self.evidence.memo
        if key in memo:
            return memo[key]
        memo[key] = TOP  # a recursive call adds nothing
        path, found = Sources.function(function)
        if found is None or self.depth >= MAX_DEPTH:
            memo[key] = None
            self.fact(node, "unknown_call", function.__name__)
            return None
        scope = Scope(self.evidence, self.entry, function, path, found, kinds, cls, self.depth + 1)
        memo[key] = scope.analyse() if self.reporting else scope.kind_only()
        return memo[key]

    def kind_only(self):
        """What the function returns, reporting nothing."""
        body = self.node.body if isinstance(self.node.body, list) else [self.node.body]
        self._settle_names(body)
        if isinstance(self.node, ast.Lambda):
            return self.kind(self.node.body)
        kind = meet(
            [
                self.kind(n.value)
                for n in self._own_nodes(body)
                if isinstance(n, ast.Return) and n.value is not None
            ]
            or [None]
        )
        return None if kind == TOP else kind


PATH_KEYWORDS = (
    "path",
    "file",
    "filename",
    "fname",
    "name",
    "path_or_buf",
    "filepath_or_buffer",
    "path_or_buffer",
    "fp",
    "f",
    "buf",
    "excel_writer",
    "filepath",
    "database",
)
LUIGI_CALLBACKS = (
    "set_tracking_url",
    "set_status_message",
    "set_progress_percentage",
    "decrease_running_resources",
    "scheduler_messages",
)
PLAIN_EXPRESSIONS = tuple(
    getattr(ast, n) for n in ("Constant", "Str", "JoinedStr", "BinOp") if n in vars(ast)
)
YIELDS = tuple(getattr(ast, n) for n in ("Yield", "YieldFrom") if hasattr(ast, n))


def bindings(node):
    """``(target, value, how)`` of every way a node gives a name a value."""
    if isinstance(node, ast.Assign):
        return [(target, node.value, "is") for target in node.targets]
    if isinstance(node, ast.AugAssign):
        return [(node.target, ast.BinOp(node.target, node.op, node.value), "is")]
    if isinstance(node, (ast.For, getattr(ast, "AsyncFor", ast.For))):
        return [(node.target, node.iter, "item")]
    if isinstance(node, ast.comprehension):
        return [(node.target, node.iter, "item")]
    if isinstance(node, getattr(ast, "withitem", ())) and node.optional_vars is not None:
        return [(node.optional_vars, node.context_expr, "is")]
    if PY2 and isinstance(node, ast.With) and node.optional_vars is not None:
        return [(node.optional_vars, node.context_expr, "is")]
    if isinstance(node, getattr(ast, "AnnAssign", ())) and node.value is not None:
        return [(node.target, node.value, "is")]
    if isinstance(node, getattr(ast, "NamedExpr", ())):
        return [(node.target, node.value, "is")]
    if isinstance(node, FUNCTIONS + (ast.Lambda,)):
        names = [argument_name(a) for a in node.args.args]
        return [(ast.Name(n, ast.Store()), None, "is") for n in names if n]
    if isinstance(node, ast.ExceptHandler) and node.name:
        name = node.name if isinstance(node.name, str) else node.name.id
        return [(ast.Name(name, ast.Store()), None, "is")]
    return []


def argument_name(argument):
    return getattr(argument, "arg", getattr(argument, "id", None))


def item_kind(kind):
    """The kind of an item of something: targets come in lists and dicts, and so do paths."""
    return kind if kind in (TARGET, TASK, OTHER, PATH, TOP, NEAR) or is_object(kind) else None


def texts_in(nodes):
    """The text constants in some expressions."""
    parts = [part for node in nodes for part in ast.walk(node)]
    values = [getattr(part, "value", getattr(part, "s", None)) for part in parts]
    return [text_of(value) for value in values if isinstance(value, TEXT_TYPES)]


def is_object(kind):
    return isinstance(kind, tuple)


def raw_attribute(cls, name):
    definer = defining_class(cls, name)
    return vars(definer)[name] if definer else None


def is_task_class(value):
    import luigi

    return inspect.isclass(value) and issubclass(value, luigi.Task)


def is_target_class(value):
    import luigi

    return inspect.isclass(value) and issubclass(value, luigi.Target)


def object_kind(value, places):
    """An object of a repository class keeps its methods followable."""
    import luigi

    cls = type(value)
    if value is None or isinstance(value, (type, types.FunctionType, types.ModuleType)):
        return None
    if is_task_class(cls):
        return OTHER
    if isinstance(value, luigi.Parameter):
        return None  # on the task it is the parameter's value
    module = getattr(cls, "__module__", "") or ""
    if module.split(".")[0] in ("luigi", "__main__") or is_target_class(cls):
        return None
    return ("object", cls) if places.is_own(source_path(cls)) else None


def shown_argument(arguments):
    texts = []
    for node in arguments:
        if node is None:
            texts.append("")
        elif isinstance(node, getattr(ast, "Constant", ())) or hasattr(node, "s"):
            texts.append(repr(getattr(node, "value", getattr(node, "s", None))).lstrip("u"))
        else:
            texts.append(dotted_text(node))
    return ", ".join(texts)


# ---------------------------------------------------------------------------------------------
# Configuration and secrets


SECRET_WORDS = words(
    "password passwd passphrase pwd pass secret secrets token tokens credential credentials auth "
    "apikey pw"
)
SECRET_PARTS = re.compile(
    r"passw(or)?d|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key|account[_-]?key"
    r"|auth[_-]?(token|key)|credential",
    re.I,
)
USER_INFO = re.compile(r"(://[^/\s:@]*:)([^@\s/]+)(@)")
# Values that say nothing, and would be found in half the strings of a graph.
NO_SECRET = words("true false none null prompt yes no default")


def is_secret_name(name):
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()
    return bool(SECRET_PARTS.search(name)) or any(
        word in SECRET_WORDS for word in re.split(r"[^a-z0-9]+", words)
    )


class Secrets(object):
    """Texts that must not be in the file, and what stands there instead."""

    def __init__(self):
        self.labels = {}
        self._pattern = None

    def add(self, text, label):
        text = text_of(text)
        if len(text) < 4 or text.lower() in NO_SECRET:
            return
        # Luigi puts the first 16 characters of a value into a task id, others as underscores.
        in_id = re.sub(r"[^A-Za-z0-9_]", "_", text[:16])
        for form in (text, json.dumps(text)[1:-1], quoted(text), in_id):
            if len(form.strip("_")) >= 4:
                self.labels.setdefault(form, label)
        self._pattern = None

    def scrub_text(self, text):
        """The text without any secret, and without passwords in URLs."""
        text = text_of(text)
        if self.labels:
            if self._pattern is None:
                longest_first = sorted(self.labels, key=lambda t: (-len(t), t))
                self._pattern = re.compile("|".join(re.escape(t) for t in longest_first))
            text = self._pattern.sub(lambda m: self.labels[m.group(0)], text)
        return USER_INFO.sub(r"\1***\3", text)

    def scrub(self, value):
        if isinstance(value, dict):
            return {self.scrub_text(k): self.scrub(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.scrub(v) for v in value]
        return self.scrub_text(value) if isinstance(value, TEXT_TYPES + (bytes,)) else value

    def touches(self, text):
        return text is not None and self.scrub_text(text) != text_of(text)


def quoted(text):
    try:
        from urllib.parse import quote
    except ImportError:
        from urllib import quote
    return quote(text.encode("utf-8"), "")


class Configuration(object):
    """The options of the repository's configuration files, their secrets taken out."""

    def __init__(self, places, given, secrets):
        self.places = places
        self.given = os.path.realpath(given) if given else None
        self.secrets = secrets
        self.removed = set()
        self.options = {}
        self.is_toml = False

    def read(self):
        import luigi.configuration as configuration

        parser = configuration.get_config()
        self.is_toml = is_toml(parser)
        own = self._own_options(parser)
        for section, option, raw, value in options_of(parser):
            is_secret = is_secret_name(option) or USER_INFO.search(raw + " " + value)
            is_secret = is_secret or has_secret_name(toml_value(parser, section, option))
            if is_secret and raw:
                self._remove(section, option, raw, value)
            if (section, option) in own:
                shown = None if is_secret else literal(parser, section, option, raw)
                self.options.setdefault(section, {})[option] = shown
        return self

    def _remove(self, section, option, raw, value):
        label = "***%s.%s***" % (section, option)
        self.removed.add("%s.%s" % (section, option))
        for text in (raw, value):
            if "%(" not in text and "${" not in text:
                self.secrets.add(text, label)
            for match in USER_INFO.finditer(text):
                self.secrets.add(match.group(2), label)

    def _own_options(self, parser):
        """``(section, option)`` of the files that are the repository's, not the machine's."""
        paths = [p for p in getattr(type(parser), "_config_paths", ()) if os.path.isfile(p)]
        files = [
            p for p in paths if os.path.realpath(p) == self.given or is_within(p, self.places.own)
        ]
        found = set()
        for path in files:
            fresh = fresh_parser(parser)
            fresh.read([path])
            found.update((section, option) for section, option, _, _ in options_of(fresh))
        return found


def fresh_parser(parser):
    return type(parser)()


def is_toml(parser):
    return isinstance(getattr(parser, "data", None), dict)


def toml_value(parser, section, option):
    return parser.data[section][option] if is_toml(parser) else None


def has_secret_name(value):
    """A table inside a TOML section holds a secret."""
    if hasattr(value, "items"):
        return any(is_secret_name(k) or has_secret_name(v) for k, v in value.items())
    return isinstance(value, (list, tuple)) and any(map(has_secret_name, value))


def literal(parser, section, option, raw):
    """The text of a cfg file, or JSON for a TOML value, which has a type."""
    if not is_toml(parser):
        return raw
    return text_of(json.dumps(toml_value(parser, section, option), default=plain, sort_keys=True))


def plain(value):
    return dict(value) if hasattr(value, "keys") else str(value)


def options_of(parser):
    """``(section, option, raw text, interpolated text)`` of a cfg or toml parser of Luigi's."""
    if is_toml(parser):
        for section, table in sorted(parser.data.items()):
            for option, value in sorted(table.items() if isinstance(table, dict) else ()):
                text = value if isinstance(value, TEXT_TYPES) else json.dumps(value, default=plain)
                yield section, option, text_of(text), text_of(text)
        return
    for section in parser.sections():
        for option in parser.options(section):
            raw = text_of(parser.get(section, option, raw=True))
            try:
                value = text_of(parser.get(section, option))
            except Exception:  # a variable that is not set here
                value = raw
            yield section, option, raw, value


# ---------------------------------------------------------------------------------------------
# Parameters


def same(left, right):
    """Equal in value and type, containers item by item."""
    if isinstance(left, TEXT_TYPES) and isinstance(right, TEXT_TYPES):
        return text_of(left) == text_of(right)
    if type(left) is not type(right):
        return (
            isinstance(left, INTEGERS)
            and isinstance(right, INTEGERS)
            and not (isinstance(left, bool) or isinstance(right, bool))
            and left == right
        )
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right))
    if isinstance(left, float) and left != left:
        return right != right
    if hasattr(left, "items") and hasattr(left, "keys"):
        return same(list(left.items()), list(right.items()))
    return bool(left == right)


def as_luigi_keeps_it(parameter, value):
    """What a task instance holds when its constructor is given ``value``."""
    normalize = getattr(parameter, "normalize", None)
    value = normalize(value) if normalize else value
    return tuple(value) if isinstance(value, (list, set)) else value


def json_value(value):
    """``(True, JSON form)``, or (False, None) for what JSON has no form for."""
    if value is None or isinstance(value, (bool,) + INTEGERS):
        return True, value
    if isinstance(value, TEXT_TYPES):
        return True, text_of(value)
    if isinstance(value, float):
        return (True, value) if value - value == 0 else (False, None)
    if isinstance(value, (list, tuple)):
        items = [json_value(v) for v in value]
        return (True, [v for _, v in items]) if all(ok for ok, _ in items) else (False, None)
    if hasattr(value, "items") and hasattr(value, "keys"):
        items = [(k, json_value(v)) for k, v in value.items()]
        if all(isinstance(k, TEXT_TYPES) and v[0] for k, v in items):
            return True, {text_of(k): v[1] for k, v in items}
    return False, None


class ParameterReader(object):
    """Reads the parameters of tasks: values, texts, and how they can travel."""

    def __init__(self, secrets, given):
        self.secrets = secrets
        self.given = given
        self.clock = ClockDefaults()

    def read(self, task, is_root):
        values = getattr(task, "param_kwargs", {})
        found = []
        for name, parameter in type(task).get_params():
            value = values[name] if name in values else getattr(task, name)
            found.append(self._one(task, name, parameter, value, is_root))
        return found

    def _one(self, task, name, parameter, value, is_root):
        text = serialized(parameter, value)
        default = getattr(parameter, "_default", None)
        has_default = not is_no_value(default)
        source = self._source(task, name, parameter, value, is_root)
        transport = self._transport(name, parameter, value, text)
        if transport == "secret":
            label = "***%s.%s***" % (family_of(type(task)), name)
            for kept in (value, default if has_default else None):
                self.secrets.add(serialized(parameter, kept) or "", label)
        is_natural, natural = json_value(value)
        return {
            "name": name,
            "type": dotted(type(parameter)),
            "text": None if transport == "secret" else without_addresses_or_none(text),
            "value": natural if is_natural and transport != "secret" else None,
            "value_type": dotted(type(value)),
            "transport": transport,
            "significant": bool(parameter.significant),
            "visibility": visibility(parameter),
            "has_default": has_default,
            "default_text": self._default_text(name, parameter, default, has_default, transport),
            "default_reads_clock": has_default and self.clock.reads(type(task), name, parameter),
            "source": source,
            "description": text_of(parameter.description or ""),
        }

    def _default_text(self, name, parameter, default, has_default, transport):
        if not has_default or transport == "secret" or is_secret_name(name):
            return None
        return without_addresses_or_none(serialized(parameter, default))

    def _source(self, task, name, parameter, value, is_root):
        if is_root and name in self.given:
            return "given"
        configured = from_config(task, name, parameter)
        if configured is not NOTHING and quietly(same, configured, value):
            return "config"
        default = getattr(parameter, "_default", None)
        if not is_no_value(default):
            kept = quietly(as_luigi_keeps_it, parameter, default)
            if quietly(same, kept, value):
                return "default"
        return "computed"

    def _transport(self, name, parameter, value, text):
        if visibility(parameter) == "private" or is_secret_name(name) or self.secrets.touches(text):
            return "secret"
        if text is not None and quietly(parses_back, parameter, value, text):
            return "text"
        is_natural, natural = json_value(value)
        if is_natural and quietly(passes_as_json, parameter, value, natural):
            return "json"
        return "object"


NOTHING = object()


def quietly(function, *arguments):
    """What the function returns, or None where the repository's own code in it fails."""
    try:
        return function(*arguments)
    except Exception:
        return None


def serialized(parameter, value):
    text = quietly(parameter.serialize, value)
    if isinstance(text, TEXT_TYPES):
        return text_of(text)
    return text_of(value) if isinstance(value, TEXT_TYPES) else None


def without_addresses_or_none(text):
    return None if text is None or re.search(r" at 0x[0-9a-fA-F]+", text) else text


def parses_back(parameter, value, text):
    native = text.encode("utf-8") if PY2 else text
    return same(as_luigi_keeps_it(parameter, parameter.parse(native)), value)


def passes_as_json(parameter, value, natural):
    return same(as_luigi_keeps_it(parameter, json.loads(json.dumps(natural))), value)


def is_no_value(default):
    from luigi import parameter

    return default is parameter._no_value


def visibility(parameter):
    chosen = getattr(parameter, "visibility", None)
    return getattr(chosen, "name", "public").lower()


def from_config(task, name, parameter):
    """The value Luigi would take from its configuration, or NOTHING."""
    read = getattr(parameter, "_get_value_from_config", None)
    path = getattr(parameter, "_config_path", getattr(parameter, "_Parameter__config", None))
    places = [(family_of(type(task)), name), (family_of(type(task)), name.replace("_", "-"))]
    if path:
        places.append((path["section"], path["name"]))
    for section, option in places:
        value = quietly(read, section, option)
        if value is not None and not is_no_value(value):
            return quietly(as_luigi_keeps_it, parameter, value)
    return NOTHING


class ClockDefaults(object):
    """Tells by the source whether a parameter's default reads the clock at import."""

    def __init__(self):
        self.known = {}

    def reads(self, cls, name, parameter):
        key = (id(parameter), name)
        if key not in self.known:
            self.known[key] = self._reads(cls, name, parameter)
        return self.known[key]

    def _reads(self, cls, name, parameter):
        for klass in self._holders(cls, name, parameter):
            path, node = Sources.class_node(klass)
            value = assigned_value(node.body, name) if node is not None else None
            default = default_of(value) if value is not None else None
            if default is not None:
                return reads_clock(default, node, path, 0)
        return False

    @staticmethod
    def _holders(cls, name, parameter):
        """Classes that hold this very parameter: decorators like @inherits copy it to others."""
        from luigi.task_register import Register

        holding = [k for k in cls.__mro__ if vars(k).get(name) is parameter]
        return holding + [k for k in Register._reg if vars(k).get(name) is parameter]


def assigned_value(body, name):
    for statement in body:
        for target, value, _ in bindings(statement):
            if isinstance(target, ast.Name) and target.id == name and value is not None:
                return value
    return None


def default_of(call):
    if not isinstance(call, ast.Call):
        return None
    named = [k.value for k in call.keywords if k.arg == "default"]
    return (named + call.args[:1] + [None])[0]


def reads_clock(node, holder, path, depth):
    """True where an expression, or a name or function of its module it uses, reads the clock."""
    aliases = Sources.aliases(path)
    functions = FUNCTIONS + (ast.Lambda,)
    used = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            first, dot, rest = called(part).partition(".")
            name = aliases.get(first, first) + dot + rest
            if CLOCK.search(name) or (CLOCK_WITHOUT_ARGUMENTS.match(name) and not part.args):
                return True
            if name == "time.strftime" and len(part.args) < 2:
                return True
        if isinstance(part, ast.Name) and depth < 5:
            value = named_in(part.id, holder, path)
            is_run = part in used or not isinstance(value, functions)
            if value is None or value is node or not is_run:
                continue
            if reads_clock(value, holder, path, depth + 1):
                return True
    return False


def named_in(name, holder, path):
    """What a name stands for in a class body or its module: an expression or a function."""
    tree = Sources.tree(path)
    for body in ([holder.body] if holder is not None else []) + [tree.body]:
        for statement in body:
            if isinstance(statement, FUNCTIONS) and statement.name == name:
                return statement
        value = assigned_value(body, name)
        if value is not None:
            return value
    return None


# ---------------------------------------------------------------------------------------------
# Tasks


def family_of(cls):
    get = getattr(cls, "get_task_family", None)
    return get() if get else cls.task_family


class Classes(object):
    """Every class met, under a key ``module:QualName``."""

    def __init__(self, places):
        self.places = places
        self.keys = {}
        self.used = {}
        self.found = {}

    def key(self, cls):
        if cls not in self.keys:
            name = getattr(cls, "__qualname__", cls.__name__)
            plain = "%s:%s" % (cls.__module__, name)
            self.used[plain] = self.used.get(plain, 0) + 1
            count = self.used[plain]
            self.keys[cls] = plain if count == 1 else "%s#%d" % (plain, count)
        return self.keys[cls]

    def add(self, cls):
        """The key of a node's class, its bases described too."""
        for klass in cls.__mro__:
            is_shown = klass is cls or not self.places.is_luigi_or_standard(klass)
            if is_shown and self.key(klass) not in self.found:
                self.found[self.key(klass)] = self._describe(klass)
        return self.key(cls)

    def _describe(self, cls):
        path, node = Sources.class_node(cls)
        is_task = is_task_class(cls)
        return {
            "module": cls.__module__,
            "name": getattr(cls, "__qualname__", cls.__name__),
            "path": self.places.shown(path),
            "line": class_line(path, node),
            "end_line": last_line(node) if node is not None else 0,
            "bases": [dotted(k) for k in cls.__mro__],
            "defines": self._defines(cls),
            "doc": text_of(inspect.getdoc(cls) or "") if "__doc__" in vars(cls) else "",
            "facts": self._facts(cls, path) if is_task else [],
        }

    def _facts(self, cls, path):
        """What the source says; code that cannot be analysed counts as code that was not read."""
        try:
            return Evidence(cls, self.places).collect()
        except RAISED as error:
            detail = "%s: %s" % (type(error).__name__, text_of(error))
            place = {"path": self.places.shown(path), "line": 0, "detail": detail}
            return [dict(place, name="no_source", method="run")]

    def _defines(self, cls):
        import luigi

        table = {}
        for name in ENTRIES:
            definer = defining_class(cls, name)
            if definer is not None and definer not in (luigi.Task, object):
                table[name] = self.key(definer)
        return table


def class_line(path, node):
    """The line of ``class``: before Python 3.8 the node begins at its first decorator."""
    if node is None:
        return 0
    with open(path, "rb") as source:
        lines = source.read().splitlines()
    for number in range(node.lineno, len(lines) + 1):
        if re.match(b"[ \t]*class[ \t]", lines[number - 1]):
            return number
    return node.lineno


ATTRIBUTES = {
    "priority": 0,
    "disabled": False,
    "resources": {},
    "worker_timeout": None,
    "retry_count": None,
    "disable_hard_timeout": None,
    "disable_window": None,
    "disable_failures": None,
    "disable_window_seconds": None,
    "max_batch_size": float("inf"),
    "batchable": False,
    "owner_email": None,
    "accepts_messages": False,
}


class TaskReader(object):
    """Asks one task what the scheduler would ask it, and a little more."""

    def __init__(self, places, classes, parameters, main_module):
        self.places = places
        self.classes = classes
        self.parameters = parameters
        self.main_module = main_module
        self.own_targets = OwnTargets(places)

    def read(self, task, is_root=False):
        """``(node, upstream tasks)``; what fails is written on the node."""
        errors = []
        cls = type(task)
        requires, listed = self._requires(task, errors)
        upstream = self._deps(task, listed, errors)
        outputs, targets = self._outputs(task, errors)
        node = {
            "task_id": text_of(task.task_id),
            "family": text_of(family_of(cls)),
            "module": self._module(cls),
            "class_name": cls.__name__,
            "class_key": self.classes.add(cls),
            "kind": kind_of(task),
            "params": self._params(task, is_root, errors),
            "requires": requires,
            "deps": self._other_deps(listed, upstream),
            "outputs": outputs,
            "attributes": self._attributes(task, errors),
            "dynamic": self._is_dynamic(task),
            "complete": self._complete(task, targets, errors),
            "errors": errors,
        }
        return node, upstream

    def _module(self, cls):
        """Where the family can be imported from: externalize() copies say ``luigi.task``."""
        for klass in cls.__mro__:
            if klass.__module__ != "luigi.task":
                return klass.__module__ if is_task_class(klass) else self.main_module
        return self.main_module

    def _requires(self, task, errors):
        try:
            structure, tasks, strangers = task_structure(task.requires())
        except RAISED as error:
            errors.append(error_of("requires", error))
            return None, []
        for stranger in strangers:
            message = "requires() gave %s, which is no task" % without_addresses(
                text_of(repr(stranger))
            )
            errors.append({"where": "requires", "type": "TypeError", "message": message})
        return structure, tasks

    def _deps(self, task, listed, errors):
        """Luigi's scheduler asks deps(); templates of Luigi's add to what requires() says.

        Elsewhere requires() is not asked twice: it may be slow, or answer differently each time.
        """
        if any(e["where"] == "requires" and e["type"] != "TypeError" for e in errors):
            return []
        asked = [defining_class(type(task), name) for name in ("deps", "_requires")]
        if all(cls is not None and cls.__module__ == "luigi.task" for cls in asked):
            return listed
        try:
            return [t for t in task.deps() if is_task_class(type(t))]
        except RAISED as error:
            errors.append(error_of("requires", error))
            return listed

    @staticmethod
    def _other_deps(listed, upstream):
        ids = sorted({text_of(t.task_id) for t in upstream})
        return None if ids == sorted({text_of(t.task_id) for t in listed}) else ids

    def _outputs(self, task, errors):
        try:
            return target_structure(task.output(), self.own_targets)
        except RAISED as error:
            errors.append(error_of("output", error))
            return None, None

    def _params(self, task, is_root, errors):
        try:
            return self.parameters.read(task, is_root)
        except RAISED as error:
            errors.append(error_of("params", error))
            return []

    @staticmethod
    def _attributes(task, errors):
        found = {}
        for name in sorted(ATTRIBUTES):
            try:
                value = getattr(task, name, ATTRIBUTES[name])
                if name == "resources":
                    value = task.process_resources()
            except RAISED as error:
                errors.append(error_of("attributes", error))
                continue
            if callable(value) or value == ATTRIBUTES[name]:
                continue
            is_natural, natural = json_value(value)
            found[name] = natural if is_natural else without_addresses(text_of(value))
        return found

    def _is_dynamic(self, task):
        # An instance may have a run() of its own; a decorated one hides what its function is.
        runs = (getattr(task, "run", None), plain_function(type(task), "run"))
        if any(inspect.isgeneratorfunction(run) for run in runs):
            return True
        facts = self.classes.found[self.classes.key(type(task))]["facts"]
        return any(f["name"] in ("schedules", "yields") and f["method"] == "run" for f in facts)

    @staticmethod
    def _complete(task, targets, errors):
        """complete(), only where the answer is cheap and asks nothing but the local disk.

        Luigi's own complete() is answered from what is known: output() may take its time.
        """
        definer = defining_class(type(task), "complete")
        existing = [found["exists"] for found in targets or ()]
        if targets is None or None in existing:
            return None
        if definer.__module__ == "luigi.task":
            return (bool(existing) and all(existing)) if definer.__name__ == "Task" else None
        if not existing:
            return None
        try:
            return bool(task.complete())
        except RAISED as error:
            errors.append(error_of("complete", error))
            return None


def kind_of(task):
    import luigi

    cls = type(task)
    if getattr(task, "run", None) in (None, NotImplemented):
        return "external"
    if isinstance(task, luigi.ExternalTask) and defining_class(cls, "run") in (
        luigi.ExternalTask,
        luigi.Task,
    ):
        return "external"
    return "wrapper" if isinstance(task, luigi.WrapperTask) else "task"


def task_structure(value):
    """``(structure, tasks, strangers)`` of what requires() gave."""
    tasks, strangers = [], []

    def build(item):
        if is_task_class(type(item)):
            tasks.append(item)
            return {"task": text_of(item.task_id)}
        if item is None:
            return None
        if isinstance(item, dict):
            return {"dict": [[k, build(v)] for k, v in ordered(item)]}
        if isinstance(item, TEXT_TYPES) or not hasattr(item, "__iter__") or isinstance(item, type):
            strangers.append(item)
            return None
        return listed(item, [build(v) for v in unordered_by_id(item)])

    structure = build(value)
    return structure, tasks, strangers


def unordered_by_id(items):
    if isinstance(items, (set, frozenset)):
        return sorted(items, key=lambda t: text_of(getattr(t, "task_id", t)))
    return items


def has_set(structure):
    """True where a set makes the order of the tasks another one in every process."""
    if not structure:
        return False
    items = structure.get("list", []) + [item for _, item in structure.get("dict", [])]
    return structure.get("type") in ("set", "frozenset") or any(has_set(i) for i in items)


def ordered(table):
    """Items of a dictionary with keys as JSON has them, in one order on every interpreter."""
    items = [(k if isinstance(k, INTEGERS) else text_of(k), v) for k, v in table.items()]
    return sorted(items, key=lambda item: (text_of(type(item[0]).__name__), item[0]))


def listed(original, items):
    kind = type(original).__name__
    return {"list": items} if kind == "list" else {"list": items, "type": kind}


def target_structure(value, own_targets):
    """``(structure, targets)`` of what output() gave, the targets described."""
    import luigi

    targets = []

    def build(item):
        if item is None:
            return None
        if not isinstance(item, luigi.Target):
            if isinstance(item, dict):
                return {"dict": [[k, build(v)] for k, v in ordered(item)]}
            if isinstance(item, CONTAINERS):
                return listed(item, [build(v) for v in unordered_by_path(item)])
        targets.append(describe_target(item, own_targets))
        return {"target": targets[-1]}

    return build(value), targets


def unordered_by_path(items):
    if isinstance(items, (set, frozenset)):
        return sorted(items, key=lambda t: text_of(getattr(t, "path", t)))
    return items


# ---------------------------------------------------------------------------------------------
# Targets


def describe_target(target, own_targets):
    cls = type(target)
    found = {
        "class_name": dotted(cls),
        "bases": [dotted(k) for k in cls.__mro__ if k is not object],
        "path": "",
        "uri": "",
        "format": "",
        "exists": None,
        "error": "",
        "local_io": None,
    }
    try:
        path = getattr(target, "path", None)
        found["path"] = "" if path is None or callable(path) else text_of(path)
        found["uri"] = target_uri(target, found["path"])
        found["format"] = format_name(getattr(target, "format", None))
        if not found["path"] and not found["uri"]:
            found["local_io"] = own_targets.local_io(target)
            found["path"] = opened_path(target, found["local_io"])
        if is_local(target) or (found["path"] and found["local_io"]):
            found["exists"] = bool(target.exists())
    except RAISED as error:
        found["error"] = "%s: %s" % (type(error).__name__, without_addresses(text_of(error)))
    return found


class OwnTargets(object):
    """What targets without a path do, whose classes are not Luigi's: do they keep local files?"""

    def __init__(self, places):
        self.places = places
        self.found = {}

    def local_io(self, target):
        """The first fact that shows it; None without one, or where a service is asked too."""
        cls = type(target)
        if cls not in self.found:
            self.found[cls] = self._in_source(cls)
        facts = self.found[cls]
        if any(fact["name"] != "opens_path" for fact in facts):
            return None
        return facts[0] if facts else self._in_instance(target)

    def _in_source(self, cls):
        evidence = Evidence(cls, self.places)
        own = [k for k in cls.__mro__ if not self.places.is_luigi_or_standard(k)]
        try:
            for name in sorted({n for k in own for n in vars(k)}):
                evidence.follow(name, plain_function(cls, name))
        except RAISED:  # code that cannot be analysed shows nothing
            return []
        return [f for f in evidence.listed() if f["name"] in SERVICES or opens_local_file(f)]

    def _in_instance(self, target):
        """Local targets or paths that it keeps, themselves or in a list or dictionary."""
        for value in list(quietly(vars, target).values() if quietly(vars, target) else ()):
            items = list(value.values()) if isinstance(value, dict) else value
            for item in items if isinstance(items, (list, tuple)) else [value]:
                if "LocalTarget" in class_names(item) or hasattr(item, "__fspath__"):
                    detail = dotted(type(item))
                    place = {"method": "", "path": "", "line": 0}
                    return dict(place, name="holds_target", detail=detail)
        return None


SERVICES = ("touches_network", "runs_process")


def opens_local_file(fact):
    """By a function that only takes files: ``open(x)``, and not ``x.open()`` of who knows what."""
    name = fact["detail"].partition("(")[0]
    is_known = name in PATH_CALLS or any(name.startswith(p) for p in PATH_PREFIXES)
    return fact["name"] == "opens_path" and "(" in fact["detail"] and is_known


def opened_path(target, local_io):
    """The file that ``open(self.name)`` opens, where an attribute says it; else the empty text."""
    match = re.search(r"\(self\.(\w+)\)$", local_io["detail"]) if local_io else None
    value = quietly(getattr, target, match.group(1)) if match else None
    is_path = isinstance(value, TEXT_TYPES) or hasattr(value, "__fspath__")
    return text_of(value) if is_path else ""


def class_names(thing):
    return [k.__name__ for k in type(thing).__mro__]


def is_local(target):
    """True where exists() asks the local disk or this process, never a network."""
    names = class_names(target)
    if "://" in text_of(quietly(getattr, target, "path") or ""):
        return False
    if "LocalTarget" in names or "MockTarget" in names or "MockFile" in names:
        return True
    if "FileSystemTarget" not in names:
        return False
    system = class_names(quietly(getattr, target, "fs"))
    return "LocalFileSystem" in system or "MockFileSystem" in system


# Scheme by the name of a class in the target's MRO, for targets that are no file.
DATABASES = (
    ("PostgresTarget", "postgresql"),
    ("RedshiftTarget", "redshift"),
    ("MySqlTarget", "mysql"),
    ("MSSqlTarget", "mssql"),
    ("MongoTarget", "mongodb"),
    ("ElasticsearchTarget", "elasticsearch"),
)


def target_uri(target, path):
    """A URI for what is not on the local disk, without user and password; else the empty text."""
    names = class_names(target)
    if "://" in path:
        return path
    if path and any(n in ("HdfsTarget", "WebHdfsTarget", "HdfsFlagTarget") for n in names):
        return "hdfs://" + path
    if path and "RemoteTarget" in names:
        system = getattr(target, "fs", None)
        host = getattr(getattr(system, "remote_context", system), "host", None)
        return "ssh://%s%s" % (host, path) if host else ""
    for name, scheme in DATABASES:
        if name in names:
            parts = [getattr(target, a, None) for a in ("host", "database", "table", "index")]
            return "%s://%s" % (scheme, "/".join(text_of(p) for p in parts if p))
    if "SQLAlchemyTarget" in names:
        without_user = re.sub(r"://[^@/]*@", "://", text_of(target.connection_string))
        return "%s#%s" % (without_user, getattr(target, "target_table", ""))
    table = getattr(target, "table", None)
    if "BigQueryTarget" in names or "BigqueryTarget" in names:
        return "bq://%s.%s.%s" % (table.project_id, table.dataset_id, table.table_id)
    if "HiveTableTarget" in names or "HivePartitionTarget" in names:
        return "hive://%s/%s" % (getattr(target, "database", "default"), table)
    return ""


def format_name(chosen):
    """The name Luigi's format module gives a format: ``UTF8``, ``Nop``, ``Gzip`` ..."""
    if chosen is None:
        return ""
    from luigi import format as formats

    for name, value in sorted(vars(formats).items()):
        if value is chosen and not name.startswith("_"):
            return name
    parts = getattr(chosen, "args", None)
    if type(chosen).__name__ == "ChainFormat" and parts:
        return "%s(%s)" % (type(chosen).__name__, ", ".join(format_name(p) for p in parts))
    return type(chosen).__name__


# ---------------------------------------------------------------------------------------------
# The root


def import_modules(names):
    for name in names:
        try:
            __import__(name)
        except (KeyboardInterrupt, TimeUp):
            raise
        except BaseException as error:
            raise import_error(name, error)


def import_error(name, error):
    missing = missing_module(error) if isinstance(error, ImportError) else None
    what = "%s: %s" % (type(error).__name__, text_of(error))
    if isinstance(error, SystemExit):
        what = "the module exits while it is imported (code %s)" % text_of(error)
    return CaptureError(
        "import_failed",
        what,
        "import " + name,
        import_advice(name, missing, error),
        missing=missing,
        trace=last_lines(),
    )


def missing_module(error):
    """The module that an ImportError could not find; Python 2 says only its last part."""
    found = re.search(r"No module named '?([\w.]+)'?", text_of(error))
    missing = getattr(error, "name", None) or (found.group(1) if found else None)
    written = traceback.extract_tb(sys.exc_info()[2])[-1][3] or ""
    whole = re.match(r"(?:import|from)\s+([\w.]+)", written) if PY2 else None
    if missing and whole and whole.group(1).endswith("." + missing):
        return whole.group(1)
    return missing


def import_advice(name, missing, error):
    if isinstance(error, SyntaxError):
        return "give --python the Python that the repository was written for"
    message = text_of(error)
    if message.startswith("cannot import name"):
        return "mend that import, or install the version of the package it was written for"
    if not missing:
        return 'the module must import without help: try "import %s" there' % name
    if name == missing or name.startswith(missing + "."):
        return "give the module as Python imports it from the repository, or add --path DIR"
    if missing.split(".")[0] == "luigi":
        return "Luigi %s has no %s: use the Luigi the repository was written for" % (
            luigi_version(),
            missing,
        )
    if missing.rpartition(".")[0] in sys.modules:
        return "its package has no such module: mend the import, or add --path DIR"
    if any(isinstance(hook, StubFinder) for hook in sys.meta_path):
        return "install %s in this interpreter" % missing
    return "install %s in this interpreter, or pass --stub-missing to fabricate it" % missing


def registered():
    """``{family: class}`` of Luigi's register, without its own classes; ambiguous ones are None."""
    from luigi.task_register import Register

    table = {}
    for name, cls in Register._get_reg().items():
        table[name] = None if cls is Register.AMBIGUOUS_CLASS else cls
    return table


def find_task(name, main_module):
    """The Task class of a family, or of a bare class name where that says which."""
    table = registered()
    if table.get(name) is not None:
        return table[name]
    plain = name[len(main_module) + 1 :] if name.startswith(main_module + ".") else name
    named = [c for c in table.values() if c is not None and c.__name__ == plain]
    here = [c for c in named if c.__module__ == main_module] or named
    if len(here) == 1:
        return here[0]
    own = sorted(f for f, c in table.items() if c is None or c.__module__.split(".")[0] != "luigi")
    if name in table or here:
        families = [family_of(c) for c in here]
        raise CaptureError(
            "ambiguous_task",
            "several Task classes are called %s" % name,
            name,
            "name one family: %s" % ", ".join(families)
            if families
            else "two classes share this family: give one a task_namespace",
            families=families,
        )
    close = difflib.get_close_matches(name, own, 5, 0.5)
    step = (
        "did you mean %s?" % ", ".join(close)
        if close
        else ("tasks of this module: %s" % (", ".join(own[:40]) or "none"))
    )
    raise CaptureError(
        "unknown_task", "no task is called %s" % name, main_module, step, close=close, families=own
    )


def split_parameters(pairs):
    """``{name: text}`` of ``name=text`` arguments."""
    own = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise CaptureError(
                "usage",
                "a parameter is given as name=text",
                "--param " + pair,
                "write --param %s=VALUE" % (name or "NAME"),
            )
        own[name] = text
    return own


def make_root(cls, texts):
    """The root task, its parameters parsed as Luigi's command line does; and the names given."""
    known = dict(cls.get_params())
    values, family = {}, family_of(cls)
    for given, text in sorted(texts.items()):
        name = given.replace("-", "_")
        if name not in known:
            close = difflib.get_close_matches(name, list(known), 3, 0.5)
            raise CaptureError(
                "unknown_parameter",
                "%s has no parameter %s" % (family, given),
                "--param " + given,
                "its parameters: %s" % ", ".join(sorted(known)),
                parameter=given,
                close=close,
            )
        if text:  # Luigi takes an empty text on its command line for "not given"
            values[name] = parse_parameter(family, name, known[name], text)
    require_parameters(family, known, values)
    try:
        return cls(**values), sorted(values)
    except RAISED as error:
        raise CaptureError(
            "root_failed",
            "%s: %s" % (type(error).__name__, text_of(error)),
            family,
            "the task cannot be made with these parameters",
            trace=last_lines(),
        )


def parse_parameter(family, name, parameter, text):
    try:
        return parameter.parse(text)
    except RAISED as error:
        raise CaptureError(
            "bad_parameter",
            "%r is no value of %s (%s): %s"
            % (str(text), name, type(parameter).__name__, text_of(error)),
            "%s.%s" % (family, name),
            "write it as on the command line of Luigi",
            parameter=name,
        )


def require_parameters(family, known, values):
    for name, parameter in sorted(known.items()):
        if name in values:
            continue
        try:
            has_value = parameter.has_task_value(family, name)
        except RAISED as error:
            raise CaptureError(
                "bad_parameter",
                "the configured value of %s cannot be read: %s" % (name, text_of(error)),
                "%s.%s" % (family, name),
                "mend it in the configuration",
                parameter=name,
            )
        if not has_value:
            missing = [
                n
                for n, p in sorted(known.items())
                if n not in values and not quietly(p.has_task_value, family, n)
            ]
            raise CaptureError(
                "missing_parameter",
                "%s needs the parameter %s" % (family, ", ".join(missing)),
                family,
                "add " + " ".join("--param %s=VALUE" % n for n in missing),
                parameters=missing,
            )


# ---------------------------------------------------------------------------------------------
# The walk


class Walk(object):
    """The graph below the root, breadth first; it ends at the node cap or the time limit."""

    def __init__(self, reader, max_nodes):
        self.reader = reader
        self.max_nodes = max_nodes
        self.nodes = {}
        self.edges = set()
        self.clashes = {}
        self.truncated = False

    def from_root(self, root):
        try:
            self._walk(root)
            forget_lost_routes(root, self.nodes)
        except TimeUp:
            self.truncated = True
        for task_id in set(self.clashes) & set(self.nodes):
            self.nodes[task_id]["errors"] += self.clashes[task_id]
        self.edges = {e for e in self.edges if e[0] in self.nodes and e[1] in self.nodes}
        return self

    def _walk(self, root):
        routes = {text_of(root.task_id): []}
        met = {text_of(root.task_id): type(root)}
        waiting = deque([root])
        while waiting:
            if len(self.nodes) >= self.max_nodes:
                self.truncated = True
                return
            task = waiting.popleft()
            task_id = text_of(task.task_id)
            handed = handed_to(task) if self.nodes else []
            node, upstream = self.reader.read(task, is_root=not self.nodes)
            node["route"] = routes[task_id]
            node["handed"] = handed
            if has_set(node["requires"]):
                upstream = unordered_by_id(set(upstream))
            self.nodes[task_id] = node
            for index, other in enumerate(upstream):
                other_id = text_of(other.task_id)
                self.edges.add((other_id, task_id))
                self._tell_apart(other_id, met.setdefault(other_id, type(other)), type(other))
                if other_id not in routes:
                    routes[other_id] = self._route(node, index)
                    waiting.append(other)

    def _tell_apart(self, task_id, first, other):
        """For Luigi two tasks of one id are one: it runs the first and leaves out the other."""
        if issubclass(other, first) or issubclass(first, other):  # externalize(), old @inherits
            return
        message = "%s and %s both have this id; Luigi runs the first it meets" % tuple(
            "%s:%s" % (cls.__module__, cls.__name__) for cls in (first, other)
        )
        said = {"where": "task_id", "type": "SameId", "message": message}
        if said not in self.clashes.setdefault(task_id, []):
            self.clashes[task_id].append(said)

    @staticmethod
    def _route(node, index):
        """Along requires() only; None where deps() led elsewhere."""
        if node["route"] is None or node["deps"] is not None or has_set(node["requires"]):
            return None
        return node["route"] + [index]


# ---------------------------------------------------------------------------------------------
# What a task has that its parameters do not say


def handed_to(task):
    """Attributes that a task like this one, made from the same parameters, does not have.

    A parent that sets them in its requires() (ports, connections) is the only one that can. What
    the task remembers of its own requires() and output() is not handed to it, and neither is what
    every new task has another value of.
    """
    import luigi.task

    fresh = [made_anew(task), made_anew(task)]
    if None in fresh:
        return []
    first, second = [shapes(vars(t)) for t in fresh]
    own = shapes(vars(task))
    names = [n for n in own if own[n] != first.get(n) and first.get(n) == second.get(n)]
    if names:
        quietly_any(lambda: task_structure(fresh[0].requires()))
        quietly_any(lambda: luigi.task.flatten(fresh[0].output()))
        first = shapes(vars(fresh[0]))
    return sorted(text_of(n) for n in names if own[n] != first.get(n))


def made_anew(task):
    """Another instance with the same parameters, past Luigi's instance cache; None if it fails."""
    with instance_cache(None):
        return quietly_any(type(task), **getattr(task, "param_kwargs", {}))


@contextlib.contextmanager
def instance_cache(cache):
    """Luigi's instance cache replaced for a while; None: none is used."""
    from luigi.task_register import Register

    name = "_Register__instance_cache"
    kept = getattr(Register, name, None)
    setattr(Register, name, cache)
    try:
        yield
    finally:
        setattr(Register, name, kept)


def quietly_any(function, **values):
    try:
        return function(**values)
    except RAISED:
        return None


def shapes(values):
    return {name: shape_of(value) for name, value in values.items()}


def shape_of(value, depth=0):
    """What can be compared of a value: no addresses, tasks by their ids, targets by their paths."""
    if value is None or isinstance(value, (bool, float, bytes) + INTEGERS + TEXT_TYPES):
        return value
    if depth > 4 or isinstance(value, type):
        return dotted(value if isinstance(value, type) else type(value))
    if is_task_class(type(value)):
        return ["task", text_of(value.task_id)]
    if isinstance(value, dict):
        items = [[text_of(repr(k)), shape_of(v, depth + 1)] for k, v in value.items()]
        return ["dict"] + sorted(items, key=lambda item: item[0])
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=repr)
    if isinstance(value, (list, tuple)):
        return [dotted(type(value)), len(value)] + [shape_of(v, depth + 1) for v in value]
    owner = getattr(value, "__self__", None)
    said = getattr(value, "path", None) or getattr(value, "__name__", None)
    return [dotted(type(value)), said if isinstance(said, TEXT_TYPES) else None] + (
        [] if owner is None else [shape_of(owner, depth + 1)]
    )


def forget_lost_routes(root, nodes):
    """Steps follow a route where parameters do not make the task; it must lead there each time.

    A requires() that draws its parameters at random leads elsewhere: then there is no route.
    """
    needed = [n for n in nodes.values() if n["route"] and needs_route(n)]
    if not needed:
        return
    with instance_cache({}):
        tasks = {(): quietly_any(type(root), **getattr(root, "param_kwargs", {}))}
        below = {}
        for node in sorted(needed, key=lambda n: len(n["route"])):
            if reached(node["route"], tasks, below) != node["task_id"]:
                node["route"] = None


def needs_route(node):
    """As the converter decides it: it does not carry what is no text, or secret and no setting."""
    lost = [p for p in node["params"] if p["transport"] in ("object", "secret")]
    return node["handed"] or any(
        p["transport"] == "object" or p["source"] == "computed" for p in lost
    )


def reached(route, tasks, below):
    """The id of the task at the end of the route; None where it ends before."""
    for end in range(len(route)):
        here, there = tuple(route[:end]), tuple(route[: end + 1])
        if here not in below:
            task = tasks.get(here)
            below[here] = task_structure(quietly_any(task.requires))[1] if task else []
        if route[end] < len(below[here]):
            tasks.setdefault(there, below[here][route[end]])
    found = tasks.get(tuple(route))
    return None if found is None else text_of(found.task_id)


def find_cycle(edges):
    """Task ids along one cycle, or an empty list."""
    below = {}
    for up, down in sorted(edges):
        below.setdefault(down, []).append(up)
    done, stack = set(), []
    for start in sorted(below):
        stack = [(start, iter(below.get(start, ())))] if start not in done else []
        on_path = [start]
        while stack:
            node, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                done.add(node)
                stack.pop()
                on_path.pop()
            elif following in on_path:
                return on_path[on_path.index(following) :] + [following]
            elif following not in done:
                stack.append((following, iter(below.get(following, ()))))
                on_path.append(following)
    return []


def events(classes, places):
    """Handlers registered with Task.event_handler, Luigi's own left out."""
    import luigi

    found = []
    for cls, table in getattr(luigi.Task, "_event_callbacks", {}).items():
        for event, handlers in table.items():
            for handler in handlers:
                function = unwrapped(handler)
                path = source_path(function) if function else None
                if path and is_within(path, [places.luigi]):
                    continue
                found.append(
                    {
                        "class": classes.key(cls),
                        "event": text_of(event),
                        "handler": getattr(handler, "__name__", type(handler).__name__),
                        "path": places.shown(path),
                        "line": function.__code__.co_firstlineno if function else 0,
                    }
                )
    return sorted(found, key=lambda e: (e["class"], e["event"], e["handler"], e["line"]))


# ---------------------------------------------------------------------------------------------
# The command


def luigi_version():
    import luigi

    version = getattr(luigi, "__version__", None)
    if version:
        return str(version)
    try:
        import pkg_resources

        return pkg_resources.get_distribution("luigi").version
    except Exception:
        return "unknown"


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


def never_run(*_args, **_kwargs):
    """Takes the place of luigi.run and luigi.build: a capture runs nothing."""
    print("capture: luigi.run()/build() at import is left out", file=sys.stderr)
    return True


def prepare(options):
    """Import Luigi quietly, with the repository first on the path and nothing on argv."""
    sys.argv = ["luigi"]
    sys.dont_write_bytecode = True
    here = os.path.realpath(os.path.dirname(SCRIPT))
    sys.path[:] = [p for p in sys.path if os.path.realpath(p or ".") != here]
    sys.path[:0] = [os.getcwd()] + [os.path.abspath(p) for p in options.path]
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    try:
        import luigi
        import luigi.configuration
        import luigi.interface

        luigi.configuration.get_config()
    except ImportError as error:
        if "required parser" in str(error):
            raise CaptureError(
                "no_config_parser",
                "the configuration is TOML, which Luigi cannot read here: %s"
                % text_of(error).splitlines()[0],
                sys.executable,
                "install luigi[toml] in this interpreter, or unset LUIGI_CONFIG_PARSER",
            )
        raise CaptureError(
            "no_luigi",
            "Luigi cannot be imported: %s" % text_of(error),
            sys.executable,
            "install luigi in this interpreter",
        )
    luigi.run = luigi.build = luigi.interface.run = luigi.interface.build = never_run
    if options.config:
        add_config(options.config)


def become_main(module):
    """Code that asks where the main script is means its own: ``python tasks.py``, not this file."""
    parts = module.split(".")
    for base in sys.path:
        for tail in (parts[:-1] + [parts[-1] + ".py"], parts + ["__init__.py"]):
            path = os.path.join(base, *tail)
            if os.path.isfile(path):
                sys.modules["__main__"].__file__ = path
                return


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


def seal(graph, secrets):
    """Take out what later tasks showed to be secret, then every secret text anywhere."""
    for node in graph["nodes"]:
        for parameter in node["params"]:
            if any(secrets.touches(parameter[k]) for k in ("text", "default_text")):
                parameter.update(transport="secret", text=None, value=None, default_text=None)
        if node["task_id"] == graph["root"]:
            for parameter in node["params"]:
                if parameter["transport"] == "secret" and parameter["name"] in graph["root_params"]:
                    label = "***%s.%s***" % (graph["root_family"], parameter["name"])
                    graph["root_params"][parameter["name"]] = label
    return secrets.scrub(graph)


def capture(options):
    prepare(options)
    places = Places(os.getcwd(), options.path)
    finder = StubFinder(places)
    if options.stub_missing:
        sys.meta_path.append(finder)
    become_main(options.module[0])
    import_modules(options.module)
    texts = split_parameters(options.param)
    cls = find_task(options.task, options.module[0])
    secrets = Secrets()
    configuration = Configuration(places, options.config, secrets).read()
    root, given = make_root(cls, texts)
    classes = Classes(places)
    parameters = ParameterReader(secrets, given)
    reader = TaskReader(places, classes, parameters, options.module[0])
    walk = Walk(reader, options.max_nodes).from_root(root)
    signal_off()
    check(walk, text_of(root.task_id))
    graph = {
        "format": FORMAT,
        "version": VERSION,
        "captured_by": {
            "python": ".".join(str(n) for n in sys.version_info[:3]),
            "luigi": luigi_version(),
            "script_sha256": script_hash(),
        },
        "module": options.module[0],
        "root": text_of(root.task_id),
        "root_family": family_of(cls),
        "root_params": {k.replace("-", "_"): v for k, v in texts.items()},
        "nodes": [walk.nodes[i] for i in sorted(walk.nodes)],
        "edges": sorted(list(e) for e in walk.edges),
        "classes": classes.found,
        "config": configuration.options,
        "secrets": sorted(configuration.removed),
        "events": events(classes, places),
        "stubbed": sorted(finder.made),
        "truncated": walk.truncated,
    }
    if configuration.is_toml:
        graph["captured_by"]["config_parser"] = "toml"
    return seal(graph, secrets)


def check(walk, root_id):
    if root_id not in walk.nodes:
        raise TimeUp()
    for error in walk.nodes[root_id]["errors"]:
        if error["where"] == "requires":
            raise CaptureError(
                "requires_failed",
                "requires() of the root raises %s: %s" % (error["type"], error["message"]),
                root_id,
                "the root needs its requirements here: data, configuration or parameters",
            )
    cycle = find_cycle(walk.edges)
    if cycle:
        raise CaptureError(
            "cycle",
            "tasks require each other: %s" % " -> ".join(cycle),
            root_id,
            "Luigi cannot run this either: break the cycle",
            cycle=cycle,
        )


def script_hash():
    with open(SCRIPT, "rb") as script:
        return hashlib.sha256(script.read()).hexdigest()


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


def signal_on(seconds):
    def ring(_number, _frame):
        raise TimeUp()

    if hasattr(signal, "SIGALRM") and seconds > 0:
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def signal_off():
    if hasattr(signal, "SIGALRM"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def main(argv):
    options = arguments(argv)
    out, error_file = os.path.abspath(options.out), options.error_file
    error_file = os.path.abspath(error_file) if error_file else None
    # What the repository prints goes to stderr, by file descriptor: child processes too.
    sys.stdout.flush()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        signal_on(options.time_limit)
        graph = capture(options)
        write_json(graph, out)
    except TimeUp:
        return failed(
            CaptureError(
                "time_limit",
                "not done after %g seconds" % options.time_limit,
                "import " + options.module[0],
                "raise --time-limit, or look what it waits for",
            ),
            error_file,
        )
    except CaptureError as error:
        return failed(error, error_file)
    except (IOError, OSError) as error:
        return failed(
            CaptureError(
                "unwritable",
                text_of(error),
                options.out,
                "give --out a file in a writable directory",
            ),
            error_file,
        )
    finally:
        signal_off()
    print(
        "%d tasks, %d edges -> %s" % (len(graph["nodes"]), len(graph["edges"]), options.out),
        file=answers,
    )
    answers.flush()
    return 0


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
