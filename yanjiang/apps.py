"""Replace Django's admin site by the portal's own."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "yanjiang.admin.PortalAdminSite"
