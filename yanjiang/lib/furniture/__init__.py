"""Site furniture: what every page shows and editors seldom change (sections, settings, hotlines, links).

Each process keeps it in memory and asks one question per request: has anything changed since? The answer is a token in
one database row, replaced in the same transaction as every change, so that no process shows furniture older than the
request it answers.
"""

from yanjiang.lib.furniture.cache import cached, changed, known, middleware, token

__all__ = ["cached", "changed", "known", "middleware", "token"]
