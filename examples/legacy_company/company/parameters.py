"""Parameter types and configuration of our own."""
from collections import namedtuple

import luigi
from luigi.parameter import ParameterVisibility

Tier = namedtuple('Tier', ['name', 'share'])
"""A subscription tier and the percentage of its income that goes to artists."""


class TierParameter(luigi.Parameter):
    """Written as name:share, for example premium:70."""

    def parse(self, s):
        name, share = s.split(':')
        return Tier(str(name), int(share))

    def serialize(self, x):
        return '%s:%d' % (x.name, x.share)


class warehouse(luigi.Config):
    """The [warehouse] section of luigi.cfg."""

    host = luigi.Parameter()
    user = luigi.Parameter()
    password = luigi.Parameter(visibility=ParameterVisibility.PRIVATE)
