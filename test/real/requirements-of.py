"""Print what an installed package requires, one requirement a line, without extras.

usage: requirements-of.py PACKAGE [NAME==VERSION ...]    the given pins replace requirements of the same name
"""

import sys
from importlib.metadata import requires

from packaging.requirements import Requirement

package, *given = sys.argv[1:]
pins = {pin.split("==")[0]: pin for pin in given}
for line in requires(package) or []:
    wanted = Requirement(line)
    if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
        continue
    wanted.marker = None
    print(pins.get(wanted.name, str(wanted)))
