"""Public pages that were made once, kept in memory, and answered before anything else is done.

A request goes `middleware` -> `keys` (which page it asks for) -> `freshness` (what all content is like now) -> `store`
(the page as it was made then) -> `entry` (the answer that this client wants). Views say by `yanjiang.lib.pages` that
their page may be kept. Whoever changes what visitors read notes it where `freshness` reads it.
"""
