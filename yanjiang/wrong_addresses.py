"""Answer senseless addresses of the admin with 400, 404 or the whole list instead of a server error.

Django checks only some parameters of an address. Others reach the database or Python's calendar unchecked and raise
there, in every list: the year 0, a number of 30 digits, a quotation mark among the ids of an action.
"""

import logging
from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import FieldError, ValidationError
from django.db import DatabaseError, DataError, NotSupportedError, OperationalError, ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse

from yanjiang.errors import error_page, reads_json
from yanjiang.lib.numbers import row_number

logger = logging.getLogger("django.admin")

_SENSELESS = (
    AttributeError, DataError, FieldError, LookupError, NotSupportedError, OverflowError, TypeError, ValidationError,
    ValueError,
)  # fmt: skip
# SQLite's messages for a query that is too long, an invalid regular expression, and a range of more than two values.
_OF_SQLITE = (
    "pattern too complex", "tree is too large", "too many SQL variables", "user-defined function raised",
    "Incorrect number of bindings",
)  # fmt: skip
# Lookups by a regular expression from the address: a short pattern can keep a processor busy for hours.
_PATTERNS = ("__regex", "__iregex")


def answered(view: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Call the admin's view; answer a senseless address with 400, 404 or a redirect to the whole list."""
    if any(name.endswith(_PATTERNS) for name in request.GET):
        return _not_understood(request)
    if any(str(number).isdecimal() and row_number(str(number)) is None for number in kwargs.values()):
        raise Http404  # the number is too large for any column
    # With this flag Django would report an unreadable filter as a database that was set up wrong.
    asked: Any = request.GET.copy()
    asked.pop(ERROR_FLAG, None)
    request.GET = asked
    try:
        response = cast(HttpResponse, view(request, *args, **kwargs))
        if isinstance(response, SimpleTemplateResponse):
            response.render()  # lists and date hierarchies query the database while they are rendered
    except (*_SENSELESS, OperationalError, ProgrammingError) as error:
        if not (_is_of_the_asker(request, kwargs) and _is_senseless(error)):
            raise
        logger.warning("%s asks for nothing sensible", request.path, exc_info=True)
        return _not_understood(request)
    return _told(request, response)


def _not_understood(request: HttpRequest) -> HttpResponse:
    """Answer 400 in the admin's frame, with a link to the same page without its parameters."""
    if reads_json(request) or not admin.site.has_permission(request):
        return error_page(request, 400)
    index = reverse("admin:index")
    whole = request.path if request.GET else index
    try:
        context = {**admin.site.each_context(request), "index": index, "whole": whole}
        return render(request, "admin/400.html", context, status=400)
    except DatabaseError:  # a failed transaction that is still open refuses further queries
        return error_page(request, 400)


def _is_of_the_asker(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Tell whether the request has parameters, an id or an action that may have caused the error."""
    if request.method == "POST":
        return "action" in request.POST
    return bool(request.GET or kwargs)


def _is_senseless(error: Exception) -> bool:
    return isinstance(error, _SENSELESS) or any(words in str(error) for words in _OF_SQLITE)


def _told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add a message where Django redirects from an unreadable filter to the whole list."""
    if isinstance(response, HttpResponseRedirect) and response.url == f"{request.path}?{ERROR_FLAG}=1":
        messages.warning(request, "地址里的筛选条件看不懂，下面是全部内容。")
        return HttpResponseRedirect(request.path)
    return response
