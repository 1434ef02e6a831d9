"""Every address of the site. Those of articles come last: a section may have any path that is not taken above."""

from django.contrib import admin
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from yanjiang import feeds, sitemaps, uploads
from yanjiang.health import views as health
from yanjiang.home import views as home
from yanjiang.home.verification import ROOT_FILE
from yanjiang.metrics import views as metrics


class FeedKindConverter(StringConverter):
    """The last segment of a feed's address. A section's path may not contain it."""

    regex = "|".join(feeds.KINDS)


class RootFileConverter(StringConverter):
    """The name of a file that proves the ownership of the site."""

    regex = ROOT_FILE


register_converter(FeedKindConverter, "feed_kind")
register_converter(RootFileConverter, "root_file")

handler400 = "yanjiang.errors.bad_request"
handler403 = "yanjiang.errors.forbidden"
handler404 = "yanjiang.errors.not_found"
handler500 = "yanjiang.errors.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("pages/<slug:slug>/", home.page, name="page"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap.txt", sitemaps.newest_text, name="sitemap_text"),
    path("sitemap-newest.xml", sitemaps.newest, name="sitemap_newest"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemaps.file, name="sitemap_file"),
    path("sitemap/", home.sitemap, name="sitemap"),
    path("<root_file:name>", home.root_file, name="root_file"),
    path("uploads/<path:path>", uploads.upload, name="upload"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("consultants/", include("consultants.urls")),
    path("<feed_kind:kind>/", feeds.site, name="site_feed"),
    path("tags/<str:slug>/<feed_kind:kind>/", feeds.tag, name="tag_feed"),
    path("<path:path>/<feed_kind:kind>/", feeds.section, name="section_feed"),
    path("", include("articles.urls")),
]
