"""All checks of the site's security and running, for the command and for the page of the admin."""

from datetime import datetime

from django.utils import timezone

from yanjiang.health import checks
from yanjiang.health.findings import ORDER, Finding, State, worst
from yanjiang.health.security import components, inside, outside, packages, staff


def findings(at: datetime, *, from_outside: bool) -> list[Finding]:
    """Return the findings, worst first. From outside takes seconds when the site does not answer.

    Without a database that has the tables of this version, those about people are left out.
    """
    running = checks.findings(at)
    found = [
        *inside.findings(),
        *(staff.findings(at) if worst(running) is not State.FAILED else []),
        *packages.findings(timezone.localdate(at)),
        components.finding(),
        *running,
        *(outside.findings() if from_outside else []),
    ]
    return sorted(found, key=lambda finding: -ORDER.index(finding.state))
