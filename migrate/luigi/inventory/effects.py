"""What a call does to the world outside the task, by its dotted name: tables, no code.

A key is a dotted name or, with a trailing dot, a prefix; the longest match wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from migrate.luigi.inventory.words import words

T = TypeVar("T")

PATHS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(
            ["open", "file", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open"], 0
        ),
        **dict.fromkeys(
            ["bz2.BZ2File", "gzip.GzipFile", "zipfile.ZipFile", "tarfile.open", "h5py.File"], 0
        ),
        **dict.fromkeys(
            ["os.listdir", "os.scandir", "os.walk", "os.remove", "os.unlink", "os.rename"], 0
        ),
        **dict.fromkeys(["os.mkdir", "os.makedirs", "os.rmdir", "os.removedirs", "os.replace"], 0),
        **dict.fromkeys(["glob.glob", "glob.iglob", "shutil.", "pandas.ExcelWriter"], 0),
        **dict.fromkeys(["pandas.read_", "geopandas.read_", "polars.read_", "polars.scan_"], 0),
        **dict.fromkeys(["numpy.load", "numpy.loadtxt", "numpy.genfromtxt", "numpy.save"], 0),
        **dict.fromkeys(["numpy.savetxt", "numpy.savez", "joblib.load", "torch.load"], 0),
        **dict.fromkeys(["joblib.dump", "torch.save"], 1),
        **dict.fromkeys(
            ["pyarrow.parquet.read_table", "xarray.open_dataset", "netCDF4.Dataset"], 0
        ),
        **dict.fromkeys(
            ["PIL.Image.open", "cv2.imread", "cv2.imwrite", "skimage.io.", "rasterio.open"], 0
        ),
        **dict.fromkeys(["sqlite3.connect", "openpyxl.load_workbook", "xlrd.open_workbook"], 0),
        **dict.fromkeys(["papermill.execute_notebook", "nbformat.read"], 0),
    }
)
"""Calls that open or change a path, and which argument it is."""

NO_PATH = frozenset({"pandas.read_sql", "pandas.read_sql_query", "pandas.read_sql_table",
                     "pandas.read_gbq", "pandas.read_html", "shutil.copyfileobj", "shutil.which",
                     "shutil.disk_usage", "pandas.read_clipboard"})  # fmt: skip

PATH_METHODS = frozenset(
    words(
        "to_csv to_parquet to_json to_pickle to_excel to_hdf to_feather to_stata "
        "to_netcdf savefig write_csv write_parquet"
    )
)
"""Methods of data frames and figures whose first argument is a path or a handle."""

PATHLIB_METHODS = frozenset(
    ["read_text", "write_text", "read_bytes", "write_bytes", "unlink", "rmdir", "iterdir", "rglob"]
)
"""Methods of pathlib's paths: the receiver is the path."""

EFFECTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(["subprocess.", "subprocess32.", "commands.", "os.system"], "process"),
        **dict.fromkeys(
            ["os.popen", "os.execv", "os.execvp", "os.spawnl", "os.spawnv", "sh.", "plumbum."],
            "process",
        ),
        **dict.fromkeys(["envoy.", "pexpect.", "delegator."], "process"),
        **dict.fromkeys(
            words(
                "requests. urllib.request. urllib.urlopen urllib.urlretrieve urllib2. urllib3. "
                "httplib. http.client. httpx. aiohttp. socket.create_connection socket.socket "
                "paramiko. ftplib. smtplib. boto. boto3. botocore. google.cloud. googleapiclient. "
                "azure. psycopg2. pg8000. pymysql. MySQLdb. mysql.connector. "
                "sqlalchemy.create_engine pymongo. redis. elasticsearch. cx_Oracle. pyodbc. "
                "pymssql. snowflake. hdfs. kafka. cassandra. pyhive. docker. kubernetes. tweepy. "
                "praw. tableauserverclient. pysftp. fabric. mlflow. wandb. pandas.read_sql "
                "pandas.read_sql_query pandas.read_sql_table pandas.read_gbq clickhouse_driver. "
                "neo4j. py2neo. gspread. slackclient. slack. twilio. sendgrid. yagmail."
            ),
            "network",
        ),
        **dict.fromkeys(
            words(
                "datetime.datetime.now datetime.datetime.today datetime.datetime.utcnow "
                "datetime.date.today time.time time.localtime time.gmtime time.strftime "
                "time.ctime pandas.Timestamp.now pandas.Timestamp.today pandas.Timestamp.utcnow "
                "arrow.now arrow.utcnow pendulum.now pendulum.today datetime.now datetime.today"
            ),
            "clock",
        ),
        **dict.fromkeys(
            ["uuid.uuid1", "uuid.uuid4", "random.", "numpy.random.", "secrets."], "random"
        ),
        **dict.fromkeys(["tempfile."], "scratch"),
        **dict.fromkeys(
            words(
                "os.getenv os.environ os.environ. os.getcwd os.path.expanduser getpass.getuser "
                "socket.gethostname os.getlogin platform."
            ),
            "environment",
        ),
        **dict.fromkeys(["logging.basicConfig", "logging.config."], "logging"),
        **dict.fromkeys(
            words(
                "configparser. ConfigParser. luigi.configuration. yaml.load yaml.safe_load "
                "toml.load tomllib.load"
            ),
            "config",
        ),
        **dict.fromkeys(["argparse.ArgumentParser", "optparse.OptionParser"], "arguments"),
        **dict.fromkeys(["sys.path.append", "sys.path.insert", "sys.path.extend"], "import_path"),
        **dict.fromkeys(["importlib.", "__import__", "globals", "imp."], "lookup"),
        **dict.fromkeys(["exec", "eval"], "code"),
    }
)
"""What other calls do."""

HARMLESS = frozenset(
    {"subprocess.PIPE", "subprocess.STDOUT", "subprocess.CalledProcessError", "subprocess.DEVNULL",
     "subprocess.list2cmdline", "random.Random", "random.seed", "numpy.random.seed",
     "importlib.resources.files", "socket.timeout", "configparser.ConfigParser.get"}
)  # fmt: skip

START: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(["luigi.build", "luigi.interface.build"], "luigi.build"),
        **dict.fromkeys(["luigi.run", "luigi.interface.run"], "luigi.run"),
        **dict.fromkeys(["luigi.cmdline.luigi_run", "luigi.cmdline.main"], "luigi.run"),
        "luigi.cmdline.luigid": "luigid",
        "luigi.worker.Worker": "luigi.worker.Worker",
        "gokart.run": "gokart.run",
        "gokart.build": "gokart.build",
        "d6tflow.run": "d6tflow.run",
        "d6tflow.Workflow": "d6tflow.Workflow",
        "d6tflow.WorkflowMulti": "d6tflow.Workflow",
        "sciluigi.run": "sciluigi.run",
        "sciluigi.run_local": "sciluigi.run",
        "b2luigi.process": "b2luigi.process",
        "law.run": "law.run",
    }
)
"""Calls that start a workflow, by the way they start it."""


@cache
def effect_of(dotted: str) -> str:
    """The kind of effect of calling ``dotted``; empty for none that is known."""
    return "" if dotted in HARMLESS else _longest(EFFECTS, dotted) or ""


@cache
def path_argument(dotted: str) -> int | None:
    """Which argument of the call is a path; None where none is known to be."""
    return None if dotted in NO_PATH else _longest(PATHS, dotted)


def _longest(table: Mapping[str, T], dotted: str) -> T | None:
    if dotted in table:
        return table[dotted]
    prefixes = _EFFECT_PREFIXES if table is EFFECTS else _PATH_PREFIXES
    return next((table[p] for p in prefixes if dotted.startswith(p)), None)


def _prefixes(table: Mapping[str, object]) -> tuple[str, ...]:
    """The keys that stand for more than themselves, longest first."""
    return tuple(sorted((k for k in table if k.endswith((".", "_"))), key=lambda k: (-len(k), k)))


_EFFECT_PREFIXES = _prefixes(EFFECTS)
_PATH_PREFIXES = _prefixes(PATHS)
