"""What all tasks of the company share: folders, JSON files, the week, the log."""
import json
import logging
import os

import luigi

logger = logging.getLogger('company')


class CompanyTask(luigi.Task):
    """A task that writes below out/<folder>/."""

    folder = 'misc'
    requested_by = luigi.Parameter(default='cron', significant=False,
                                   description='who started this, for the log only')

    def path(self, name):
        return os.path.join('out', self.folder, name)


class WeekMixin(object):
    """Tasks about one week, given as 2012-W23."""

    week = luigi.DateIntervalParameter()

    def week_path(self, extension):
        return self.path('%s.%s' % (self.week, extension))


class JsonMixin(object):
    """Reads and writes JSON targets; keys are sorted so that files can be compared."""

    @staticmethod
    def read_json(target):
        with target.open('r') as f:
            return json.load(f)

    @staticmethod
    def write_json(target, value):
        with target.open('w') as f:
            f.write(json.dumps(value, indent=1, sort_keys=True, separators=(',', ': ')))
            f.write('\n')


@CompanyTask.event_handler(luigi.Event.SUCCESS)
def log_success(task):
    logger.info('%s done, requested by %s', task.task_id, task.requested_by)


@CompanyTask.event_handler(luigi.Event.FAILURE)
def log_failure(task, exception):
    logger.error('%s failed: %r', task.task_id, exception)
