"""Generated articles for trials and benchmarks. Only `manage.py fill` and the benchmarks import this.

It is no part of `tests`, because the README offers the command to everybody who installs the portal.
"""
