"""The Jinja2 environment of the public pages: the functions and filters that their templates may use.

The admin's templates use Django's own engine.
"""

import re
from collections.abc import Callable, Iterable, MutableMapping
from datetime import datetime
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.paginator import Page
from django.template import defaultfilters, engines
from django.utils import timezone
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from articles.pages.surroundings import beside
from articles.search.marks import marked
from consultants.sitewide import consultant_shown, hotlines_on_the_way
from yanjiang.home import structured_data
from yanjiang.lib import chinese, contacts, days, links, paging
from yanjiang.lib.html import for_page
from yanjiang.pagecache.common import fragment
from yanjiang.pictures import markup
from yanjiang.pictures.models import Picture

_has_special = re.compile("[&<>\"']").search


class PublicTemplates(FileSystemLoader):
    """Loads the templates of public pages, and leaves the admin's to Django's engine."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template.startswith("admin/"):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


class PublicCode(CodeGenerator):
    """Escapes what a template writes by `escaped()`."""

    def _output_child_pre(self, node: Any, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


def escaped(value: Any) -> Any:
    """Escape as markupsafe does, but copy nothing that is safe already. An article's page writes a hundred values."""
    is_safe = type(value) is Markup or (type(value) is str and not _has_special(value))
    return value if is_safe else escape(value)


class PublicEnvironment(Environment):
    """Copies the globals into a plain dict. Jinja2's own ChainMap is slow, and each import of a macro compares it."""

    code_generator_class = PublicCode
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def environment(*, loader: FileSystemLoader, undefined: Any, **options: Any) -> Environment:
    """Return the environment with Django's options. An undefined name in a template is an error."""
    # Without a limit, the cache is a plain dict. Each page takes nine templates from it.
    options |= {"loader": PublicTemplates(loader.searchpath), "undefined": StrictUndefined, "cache_size": -1}
    made = PublicEnvironment(trim_blocks=True, lstrip_blocks=True, **options)
    made.globals |= {
        "article_data": structured_data.article_data,
        "beside": lambda: beside(timezone.now()),
        "clauses": clauses,
        "common": fragment,
        "consultant_data": structured_data.consultant_data,
        "consultant_shown": consultant_shown,
        "home_data": structured_data.home_data,
        "hotlines": hotlines_on_the_way,
        "page_window": paging.window,
        "paged": paged,
        "picture": markup.picture_html,
        "static": static,
        "url": links.address,
        "way_data": structured_data.way_data,
    }
    made.filters |= {
        "absolute": absolute,
        "date": defaultfilters.date,
        "day": day,
        "filesizeformat": defaultfilters.filesizeformat,
        "hour": hour,
        "iso": iso,
        "linebreaksbr": defaultfilters.linebreaksbr,
        "linked": contacts.linked,
        "marked": marked,
        "minute": minute,
        "prose": prose,
        "short_day": short_day,
    }
    return made


def load_all() -> None:
    """Compile all templates of public pages."""
    made: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in made.list_templates(filter_func=lambda name: not name.startswith("admin/")):
        made.get_template(name)


def static(path: str) -> str:
    """Return the address of a static file, as `{% static %}` does in half the time."""
    return str(staticfiles_storage.url(path))


def paged(address: str, page: "Page[Any] | None") -> str:
    """Return the address of one page of a list or a text. The first page has no number in it."""
    return f"{address}?page={page.number}" if page and page.number > 1 else address


def absolute(address: Picture | str) -> str:
    """Return an address of this site or of a picture, with scheme and host."""
    return links.absolute(address if isinstance(address, str) else address.url)


def clauses(title: str) -> Markup:
    """Mark up a headline so that lines break between its clauses first, then between the phrases of a clause."""
    return _spans(phrases[0] if len(phrases) == 1 else _spans(phrases) for phrases in chinese.clauses(title))


def _spans(parts: Iterable[str]) -> Markup:
    # Django's `format_html_join()` takes six times as long: a page has a hundred of these.
    return Markup("".join(f'<span class="clause">{escape(part)}</span>' for part in parts))  # noqa: S704 (escaped)


def prose(html: str) -> Markup:
    """Return HTML from the database ready for a page. It is safe: every write to the database cleans it."""
    return Markup(markup.responsive(for_page(html)))  # noqa: S704 (see above)


# Times in the site's time zone. Django's filter `date` takes eight times as long, and `strftime` three times.


def iso(at: datetime | None) -> str:
    """Format a time as 2026-01-05T08:30:00+08:00; "" for None."""
    return days.iso(at) if at else ""


def day(at: datetime | None) -> str:
    """Format a day as 2026-01-05; "" for None."""
    return days.iso_day(at) if at else ""


def hour(at: datetime | None) -> str:
    """Format a time of day as 08:30; "" for None."""
    return at.astimezone(days.SHANGHAI).time().isoformat("minutes") if at else ""


def minute(at: datetime | None) -> str:
    """Format a time as 2026-01-05 08:30; "" for None."""
    return f"{day(at)} {hour(at)}" if at else ""


def short_day(at: datetime) -> str:
    """Format a day as 01-05 in this year, as 2025-01 in another."""
    local = at.astimezone(days.SHANGHAI)
    return f"{local:%m-%d}" if local.year == timezone.now().astimezone(days.SHANGHAI).year else f"{local:%Y-%m}"
