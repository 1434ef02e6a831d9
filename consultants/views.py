"""The consultants: all of them, and each with the articles that he or she wrote."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from consultants.furniture import consultants as active_consultants
from consultants.models import Consultant
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
