"""The content's addresses. They are promises to search engines: see the tests before changing one."""

from django.urls import path, re_path, register_converter

from articles import beacon, old_urls, views


class SectionPathConverter:
    """A section's path: segments without dots, so that a file's name is never taken for a section."""

    regex = r"[a-z0-9-]+(?:/[a-z0-9-]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SectionPathConverter, "section")

app_name = "articles"
urlpatterns = [
    # /hits/, asked as often as articles
    beacon.HIT,
    path("hits/<int:pk>.gif", beacon.picture, name="hit_picture"),
    # /articles/, /tags/, /search/
    path("articles/<int:pk>/", views.detail, name="detail"),
    path("articles/<int:pk>/qr.svg", views.qr_code, name="qr_code"),
    path("tags/", views.tags, name="tags"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("search/", views.search, name="search"),
    path("search/searched/", views.searched, name="searched"),
    # Asked by every copy of an old static page, wherever DedeCMS was installed, and with slashes too many
    re_path(r"^(?:[\w/-]*/)?plus/+count\.php$", old_urls.count, name="old_count"),
    # Everything else is a section. Last: the words above are reserved.
    path("<section:path>/", views.section, name="section"),
]
