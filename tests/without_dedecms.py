"""Settings of a site that imports no old one: all the same, but for the app."""

from yanjiang.settings import *  # noqa: F403
from yanjiang.settings import INSTALLED_APPS as ALL

INSTALLED_APPS = [app for app in ALL if app != "articles.dedecms"]
