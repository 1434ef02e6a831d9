"""The page cache: it keeps public pages in memory and answers them before the rest of the middleware runs.

A request goes from `middleware` to `keys` (the page's key), `freshness` (the state of all content), `store` (the page
made in that state) and `kept_page` (the answer for this client). Views opt in by the decorators of
`yanjiang.lib.pages`. `from_replica` calls their views on the read replica. Every app registers a token with `freshness`
that changes with its content.
"""
