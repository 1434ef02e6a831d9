"""Every address of the site. The articles' come last: a section may have any path that is not taken here."""

from django.contrib import admin
from django.urls import include, path, register_converter

from yanjiang import feeds, views
from yanjiang.home import views as home


class FeedKindConverter:
    """The last word of a feed's address. No section's path may have it."""

    regex = "|".join(feeds.KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FeedKindConverter, "feed_kind")

handler404 = "yanjiang.views.not_found"
handler500 = "yanjiang.views.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("pages/<slug:slug>/", home.page, name="page"),
    path("sitemap/", home.sitemap, name="sitemap"),
    path("uploads/<path:path>", views.upload, name="upload"),
    path("healthz", views.healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("consultants/", include("consultants.urls")),
    path("<feed_kind:kind>/", feeds.site, name="site_feed"),
    path("tags/<str:slug>/<feed_kind:kind>/", feeds.tag, name="tag_feed"),
    path("<path:path>/<feed_kind:kind>/", feeds.section, name="section_feed"),
    path("", include("articles.urls")),
]
