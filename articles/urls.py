"""The addresses of the content. Search engines rely on them: see the tests before changing one."""

from django.urls import path, re_path, register_converter

from articles.editing.sharing import TOKEN_CHARS
from articles.hits import beacon
from articles.old_urls import redirects
from articles.pages import detail, preview, search, section, tags


class SectionPathConverter:
    """A section's path: segments without dots, so that the name of a file never matches."""

    regex = r"[a-z0-9-]+(?:/[a-z0-9-]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PreviewTokenConverter(SectionPathConverter):
    """The secret part of a preview link."""

    regex = rf"[\w-]{{{TOKEN_CHARS}}}"


register_converter(SectionPathConverter, "section")
register_converter(PreviewTokenConverter, "preview_token")

app_name = "articles"
urlpatterns = [
    # /hits/ comes first, because it is requested as often as articles
    beacon.HIT,
    path("hits/<int:pk>.gif", beacon.picture, name="hit_picture"),
    # /articles/, /tags/, /search/
    path("articles/<int:pk>/", detail.detail, name="detail"),
    path("articles/<int:pk>/qr.svg", detail.qr_code, name="qr_code"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<str:slug>/", tags.tag, name="tag"),
    path("search/", search.search, name="search"),
    path("search/searched/", search.searched, name="searched"),
    # /preview/
    path("preview/<preview_token:token>/", preview.preview, name="preview"),
    path("preview/<preview_token:token>/attachments/<str:file>", preview.attachment, name="preview_attachment"),
    # Every copy of an old static page requests this, below any folder of DedeCMS, and with doubled slashes
    re_path(r"^(?:[\w/-]*/)?plus/+count\.php$", redirects.count, name="old_count"),
    # Everything else is a section. It comes last, because the words above are reserved.
    path("<section:path>/", section.section, name="section"),
]
