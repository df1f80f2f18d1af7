#!/bin/sh
# luigi --module nothing Nothing
luigi --module shop.report All --workers 4 --Load-date 2012-06-01
