"""The site with an additional view, /empty/, that does nothing, to measure the cost of a request without work."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from yanjiang.wsgi import application

__all__ = ["application"]


@csrf_exempt
def empty(request: HttpRequest) -> HttpResponse:
    return JsonResponse({})


def _add() -> None:
    from yanjiang import urls

    urls.urlpatterns.insert(0, path("empty/", empty))


_add()
