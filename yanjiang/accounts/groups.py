"""The four groups of staff, and the permissions of each."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

AUTHOR, EDITOR, MANAGER, AUDITOR = "作者", "编辑", "站长", "审计"

VIEW = ("view",)
EVERYTHING = ("view", "add", "change", "delete")

# Model -> actions, as in Django's permission names: articles.article + view -> articles.view_article.
_AUTHOR = {
    # articles.admin restricts this by owner and state.
    "articles.article": ("view", "add", "change", "delete"),
    "articles.attachment": EVERYTHING,
    "articles.relatedlink": EVERYTHING,
    # The library's admin restricts authors' changes and deletions to their own pictures.
    "pictures.picture": EVERYTHING,
    "articles.section": VIEW,
    "articles.tag": VIEW,
    "consultants.consultant": VIEW,
}
_EDITOR = {
    **_AUTHOR,
    "articles.section": EVERYTHING,
    "articles.tag": EVERYTHING,
    "articles.legacypath": EVERYTHING,
    "articles.missingpath": ("view", "delete"),
    "articles.searchedquery": VIEW,
    "articles.articlehits": VIEW,  # the reports, which compare everybody's articles
    "articles.synonym": EVERYTHING,
    "articles.bestbet": EVERYTHING,
    "consultants.consultant": EVERYTHING,
    "consultants.hotline": EVERYTHING,
    "home.block": EVERYTHING,
    "home.friendlink": EVERYTHING,
    "home.page": EVERYTHING,
}
_MANAGER = {
    **_EDITOR,
    "home.sitesettings": ("view", "change"),
    "home.verificationmark": EVERYTHING,
    "home.rootfile": EVERYTHING,
    # People who leave are deactivated and not deleted, so that their articles keep their owner.
    "auth.user": ("view", "add", "change"),
    "auth.group": VIEW,
    # The front page warns of a backup that is overdue.
    "backups.backup": VIEW,
    "staff_log.entry": VIEW,
}
_AUDITOR: dict[str, tuple[str, ...]] = {"staff_log.entry": VIEW}
_PUBLISHING = {"articles.publish_article", "articles.edit_all_articles", "pictures.edit_all_pictures"}


def _names(actions: dict[str, tuple[str, ...]]) -> set[str]:
    return {f"{model.replace('.', f'.{verb}_')}" for model, verbs in actions.items() for verb in verbs}


PERMISSIONS = {
    AUTHOR: _names(_AUTHOR),
    EDITOR: _names(_EDITOR) | _PUBLISHING,
    MANAGER: _names(_MANAGER) | _PUBLISHING | {"articles.empty_trash"},
    AUDITOR: _names(_AUDITOR),
}

# The permissions that a person who is limited to some sections can have. All others reach the whole site: a tag is on
# articles of any section, and whoever makes accounts could make one without a limit.
WITHIN_SECTIONS = _names({**_AUTHOR, "articles.section": EVERYTHING, "articles.articlehits": VIEW}) | {
    "articles.publish_article",
    "articles.edit_all_articles",
    "articles.empty_trash",
}


def make_groups(**_: Any) -> None:
    """Make the groups and add the permissions that they lack. Further permissions that a site gave them stay."""
    for name, wanted in PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=name)
        match = Q(pk=None)
        for permission in wanted:
            app, codename = permission.split(".")
            match |= Q(content_type__app_label=app, codename=codename)
        group.permissions.add(*Permission.objects.filter(match))
