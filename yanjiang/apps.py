"""Replace Django's admin site by the portal's own, and a lookup that fails at numbers which no column holds."""

from django.contrib.admin.apps import AdminConfig
from django.db.models import IntegerField

from yanjiang.lib.wide_numbers import InTheRange


class PortalAdminConfig(AdminConfig):
    default_site = "yanjiang.admin.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        IntegerField.register_lookup(InTheRange)
