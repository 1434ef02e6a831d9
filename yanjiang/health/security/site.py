"""All checks of the site's security and running, for the command and for the page of the admin."""

from datetime import datetime

from django.utils import timezone

from yanjiang.health import checks
from yanjiang.health.findings import ORDER, Finding
from yanjiang.health.security import components, inside, outside, packages, staff


def findings(at: datetime, *, from_outside: bool) -> list[Finding]:
    """Return the findings, worst first. From outside takes seconds when the site does not answer."""
    found = [
        *inside.findings(),
        *staff.findings(at),
        *packages.findings(timezone.localdate(at)),
        components.finding(),
        *checks.findings(at),
        *(outside.findings() if from_outside else []),
    ]
    return sorted(found, key=lambda finding: -ORDER.index(finding.state))
