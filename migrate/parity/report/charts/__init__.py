"""Charts as numbers to draw: the templates make SVG of them, the colours come from the style."""

from migrate.parity.report.charts.categories import CATEGORIES, Category, categories
from migrate.parity.report.charts.histogram import Bars, histogram
from migrate.parity.report.charts.overlay import Overlay, overlay
from migrate.parity.report.charts.plot import HEIGHT, WIDTH, Tick
from migrate.parity.report.charts.quantile_line import Line, quantiles

__all__ = [
    "CATEGORIES",
    "HEIGHT",
    "WIDTH",
    "Bars",
    "Category",
    "Line",
    "Overlay",
    "Tick",
    "categories",
    "histogram",
    "overlay",
    "quantiles",
]
