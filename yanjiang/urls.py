"""Every address of the site. The articles' come last: a section may have any path that is not taken here."""

from django.contrib import admin
from django.urls import include, path

from yanjiang import views
from yanjiang.home import views as home

handler400 = "yanjiang.views.bad_request"
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
    path("", include("articles.urls")),
]
