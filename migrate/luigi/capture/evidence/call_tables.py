"""Calls that do something else, and calls that are known to do nothing."""

import re

from migrate.luigi.capture.text import words

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
PASS_ON = words(
    "zip enumerate sorted list tuple reversed iter next set filter map itertools.chain dict "
    "luigi.task.flatten flatten itertools.izip six.moves.zip min max"
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
LUIGI_CALLBACKS = (
    "set_tracking_url",
    "set_status_message",
    "set_progress_percentage",
    "decrease_running_resources",
    "scheduler_messages",
)


def is_clock(name, arguments):
    """``time.localtime(then)`` and ``time.strftime(format, then)`` do not ask the clock."""
    if CLOCK.search(name) or (CLOCK_WITHOUT_ARGUMENTS.match(name) and not arguments):
        return True
    return name == "time.strftime" and len(arguments) < 2
