"""The pages of the consultants: the list of all, and each consultant with his or her articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from consultants.models import Consultant
from consultants.sitewide import consultants as active_consultants
from yanjiang.lib import paging
from yanjiang.lib.pages import kept_page


@kept_page()
def consultants(request: HttpRequest) -> HttpResponse:
    return render(request, "consultants/list.html", {"consultants": active_consultants()})


@kept_page("page")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    consultant = get_object_or_404(Consultant.objects.select_related("photo"), pk=pk, is_active=True)
    articles = consultant.articles.published(timezone.now()).newest_first().for_cards()
    page = paging.page(articles, request.GET.get("page"))
    return render(request, "consultants/detail.html", {"consultant": consultant, "page": page})
