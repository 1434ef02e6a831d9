"""Tell editors, while they have an article's form open, who else has it open."""

from datetime import timedelta
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils.timezone import localtime, now

from articles.admin.working_copies import NOT_YOURS, WorkingCopies, refused
from articles.editing import presence
from articles.models import Presence
from yanjiang.lib.chinese import person_name
from yanjiang.lib.numbers import row_number

LONGEST = 24 * 60 * 60  # seconds; a request may claim that the last key was pressed longer ago


class PresentEditors(WorkingCopies):
    def get_urls(self) -> list[URLPattern]:
        return [self._page("here/", self.here_view, "here"), *super().get_urls()]

    def here_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note that this person has the form open, or has closed it if `leave` is sent. Answer with the others.

        `idle` is the number of seconds since the last key, "" before the first.
        """
        user_id, at = cast(int, request.user.pk), now()
        if request.method != "POST":
            return refused("请从文章的编辑页打开。", 400)
        if "leave" in request.POST:
            presence.leave(user_id, pk)
            return HttpResponse(status=204)
        if not self.may_keep(request, pk):
            return refused(NOT_YOURS, 403)
        idle = row_number(request.POST.get("idle"))
        typed_at = None if idle is None else at - timedelta(seconds=min(idle, LONGEST))
        presence.beat(user_id, pk, at=at, typed_at=typed_at)
        return JsonResponse({"others": [_told(other) for other in presence.others(user_id, pk, at=at)]})


def _told(other: Presence) -> dict[str, str]:
    user = other.user
    name = person_name(last_name=user.last_name, first_name=user.first_name, username=user.username)
    return {"name": name, "typed": f"{localtime(other.typed_at):%H:%M}" if other.typed_at else ""}
