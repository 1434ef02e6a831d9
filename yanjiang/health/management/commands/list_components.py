"""manage.py list_components: the inventory of third-party components (SBOM) as JSON, in the form of CycloneDX."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from yanjiang.health.security import components


class Command(BaseCommand):
    help = "列出网站用到的全部第三方软件和版本（SBOM，CycloneDX 格式的 JSON），交给查漏洞的工具。"
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        self.stdout.write(json.dumps(components.bill(), ensure_ascii=False, indent=2))
