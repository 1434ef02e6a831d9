"""Addresses of the admin that ask for nothing sensible: answered as wrong ones, not as failures of ours.

Django checks a good part of what an address asks for. What it leaves to the database or to Python's calendar (the year
0, a number of 30 digits, a quotation mark among the numbers of an action) raises from deep inside, in every list alike.
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
# What SQLite says of a question that is too long for it, of a regular expression that is none, and of a range that is
# more than two values.
_OF_SQLITE = (
    "pattern too complex", "tree is too large", "too many SQL variables", "user-defined function raised",
    "Incorrect number of bindings",
)  # fmt: skip
# Lookups by a pattern of the asker's: one of a few letters keeps a processor busy for hours.
_PATTERNS = ("__regex", "__iregex")


def answered(view: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer a request to the admin, and one that asks for nothing sensible with 400 or with the whole list."""
    if any(name.endswith(_PATTERNS) for name in request.GET):
        return _not_understood(request)
    if any(str(number).isdecimal() and row_number(str(number)) is None for number in kwargs.values()):
        raise Http404  # a number that no column holds
    # With this flag Django says of a filter that it cannot read that the database were set up wrong.
    asked: Any = request.GET.copy()
    asked.pop(ERROR_FLAG, None)
    request.GET = asked
    try:
        response = cast(HttpResponse, view(request, *args, **kwargs))
        if isinstance(response, SimpleTemplateResponse):
            response.render()  # lists and dates ask the database while they are shown
    except (*_SENSELESS, OperationalError, ProgrammingError) as error:
        if not (_is_of_the_asker(request, kwargs) and _is_senseless(error)):
            raise
        logger.warning("%s asks for nothing sensible", request.path, exc_info=True)
        return _not_understood(request)
    return _told(request, response)


def _not_understood(request: HttpRequest) -> HttpResponse:
    """Answer in the admin's frame, with a way back to the same page without what was asked of it."""
    if reads_json(request) or not admin.site.has_permission(request):
        return error_page(request, 400)
    index = reverse("admin:index")
    whole = request.path if request.GET else index
    try:
        context = {**admin.site.each_context(request), "index": index, "whole": whole}
        return render(request, "admin/400.html", context, status=400)
    except DatabaseError:  # a transaction that is still open answers nothing more
        return error_page(request, 400)


def _is_of_the_asker(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Tell if there is anything in the address, or in the numbers of an action, that can be wrong."""
    if request.method == "POST":
        return "action" in request.POST
    return bool(request.GET or kwargs)


def _is_senseless(error: Exception) -> bool:
    return isinstance(error, _SENSELESS) or any(words in str(error) for words in _OF_SQLITE)


def _told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say so where Django leads from a filter that it cannot read to the whole list."""
    if isinstance(response, HttpResponseRedirect) and response.url == f"{request.path}?{ERROR_FLAG}=1":
        messages.warning(request, "地址里的筛选条件看不懂，下面是全部内容。")
        return HttpResponseRedirect(request.path)
    return response
