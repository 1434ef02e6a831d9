"""The three groups that people of the house belong to, and what each may do."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

AUTHOR, EDITOR, MANAGER = "作者", "编辑", "站长"

VIEW = ("view",)
EVERYTHING = ("view", "add", "change", "delete")

# Model -> actions, as in Django's permission names: articles.article + view -> articles.view_article.
_AUTHOR = {
    # Whose articles, and in which state, is for the admin to say: articles.admin.
    "articles.article": ("view", "add", "change", "delete"),
    "articles.attachment": EVERYTHING,
    "articles.relatedlink": EVERYTHING,
    # Which ones they may change and delete is for the library's admin to say.
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
    "articles.articlehits": VIEW,  # the reports: everybody's articles beside each other
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
    "auth.user": ("view", "add", "change"),  # who leaves is switched off: what they wrote keeps its owner
    "auth.group": VIEW,
}
_PUBLISHING = {"articles.publish_article", "articles.edit_all_articles", "pictures.edit_all_pictures"}


def _names(actions: dict[str, tuple[str, ...]]) -> set[str]:
    return {f"{model.replace('.', f'.{verb}_')}" for model, verbs in actions.items() for verb in verbs}


PERMISSIONS = {
    AUTHOR: _names(_AUTHOR),
    EDITOR: _names(_EDITOR) | _PUBLISHING,
    MANAGER: _names(_MANAGER) | _PUBLISHING | {"articles.empty_trash"},
}


def make_groups(**_: Any) -> None:
    """Make the groups and add what they lack. Nothing is taken away: what a site gave them besides, stays."""
    for name, wanted in PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=name)
        match = Q(pk=None)
        for permission in wanted:
            app, codename = permission.split(".")
            match |= Q(content_type__app_label=app, codename=codename)
        group.permissions.add(*Permission.objects.filter(match))
