#!/usr/bin/env python
"""Django's command line for this portal."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")

    from django.core.management import execute_from_command_line

    from yanjiang.lib import failures

    with failures.told(wholly="--traceback" in sys.argv):
        execute_from_command_line(sys.argv)
