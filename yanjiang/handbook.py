"""编辑手册: a page for each job in the admin. The contents list this person's jobs, and who does the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import PermissionsMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yanjiang.accounts.groups import PERMISSIONS

SUPERUSER = "superuser"  # used instead of a permission: no group has it


@dataclass(frozen=True)
class Job:
    """A page of the handbook; its text is templates/admin/handbook/<slug>.html."""

    slug: str
    title: str
    summary: str
    needs: str = ""  # the permission that the job requires; "" if everybody in the admin may do it
    app: str = "articles"  # the app that the job needs; a site may do without it

    @property
    def template(self) -> str:
        return f"admin/handbook/{self.slug}.html"

    @property
    def doers(self) -> str:
        """Name the groups that do the job, as 编辑、站长."""
        groups = [group for group, held in PERMISSIONS.items() if self.needs in held]
        return "、".join(groups) or "超级用户"

    def is_for(self, user: Any) -> bool:
        if self.needs == SUPERUSER:
            return bool(user.is_superuser)
        return not self.needs or (isinstance(user, PermissionsMixin) and user.has_perm(self.needs))


WRITE, PUBLISH = "articles.add_article", "articles.publish_article"

# Chapter -> jobs, in the order in which a new editor needs them.
CHAPTERS = {
    "开始": (
        Job("start", "第一次登录", "登录、换密码，认识管理首页。"),
        Job("security", "登录安全", "用手机上的验证码再加一道锁；看看谁在用您的账号。"),
    ),
    "写": (
        Job("write", "写一篇文章", "从标题到保存，十分钟走完一遍。", WRITE),
        Job("body", "排版与图片", "粘贴 Word 稿，小标题、表格、图片、分页。", WRITE),
        Job("links", "关键字、相关链接与附件", "让读者从这一篇走到下一篇。", WRITE),
        Job("pictures", "图库", "上传、说明和删除图片。", "pictures.add_picture"),
        Job("handover", "交稿与批注", "把草稿交给编辑，退回来了怎么改，批注怎么处理。", WRITE),
        Job("share", "预览与分享", "边写边看；请没有账号的人看一眼还没发布的稿子。", WRITE),
    ),
    "发": (
        Job("publish", "审稿与发布", "看作者交来的稿子，发布，一次处理许多篇。", PUBLISH),
        Job("schedule", "定时发布与下线", "到点自动出现，到点自动消失。", PUBLISH),
        Job("marks", "头条、推荐与置顶", "决定哪一篇排在前面。", PUBLISH),
        Job("correct", "改已经发布的文章", "更正、修改说明，两个人同时在改怎么办。", PUBLISH),
        Job("withdraw", "撤下、回收站与恢复", "拿掉一篇文章，以及后悔了怎么拿回来。", "articles.delete_article"),
    ),
    "版面": (
        Job("sections", "栏目", "新建、移动、改名、合并。", "articles.change_section"),
        Job("keywords", "整理关键字", "改名、合并，写说明。", "articles.change_tag"),
        Job("people", "写作顾问与热线", "谁在网站上露面，读者打哪个电话。", "consultants.change_consultant"),
        Job("home", "首页、单页与友情链接", "首页由哪些版块组成，页脚有哪些页面。", "home.change_block"),
        Job("settings", "站点设置", "名称、标志、备案号，搜索引擎的验证。", "home.change_sitesettings"),
    ),
    "读者": (
        Job("hits", "点击统计", "什么有人读，读者从哪里来，哪些不算。", "articles.view_articlehits"),
        Job("search", "搜索记录与同义词", "读者搜了什么，没搜到的怎么办。", "articles.view_searchedquery"),
        Job("addresses", "旧网址", "外面的旧链接打不开，让它转到对的地方。", "articles.view_missingpath"),
    ),
    "管理": (
        Job("accounts", "账号与权限", "给新同事开账号，给离职的人关掉。", "auth.change_user"),
        Job("log", "操作记录", "谁在什么时候做了什么，从哪里。", "staff_log.view_entry"),
        Job("import", "搬家（旧站导入）", "把织梦旧站的内容搬进来。", SUPERUSER, app="articles.dedecms"),
    ),
}
JOBS = {job.slug: job for jobs in CHAPTERS.values() for job in jobs if apps.is_installed(job.app)}


@require_safe
def contents(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Show the table of contents for this person. `frame` is the context that every page of the admin needs."""
    own = [job for job in JOBS.values() if job.is_for(request.user)]
    chapters = {name: [job for job in jobs if job in own] for name, jobs in CHAPTERS.items()}
    context = {
        "title": "编辑手册",
        "chapters": {name: jobs for name, jobs in chapters.items() if jobs},
        "others": _by_doers(job for job in JOBS.values() if job not in own),
    }
    return render(request, "admin/handbook/contents.html", {**frame, **context})


@require_safe
def page(request: HttpRequest, slug: str, frame: dict[str, Any]) -> HttpResponse:
    """Show the page of a job, or 403 with the groups that do it where this person may not."""
    job = JOBS.get(slug)
    if job is None:
        raise Http404
    context = {**frame, "title": job.title, "job": job, "before": None, "after": None}
    if not job.is_for(request.user):
        return render(request, "admin/handbook/not_yours.html", context, status=403)
    before, after = _beside(job, [other for other in JOBS.values() if other.is_for(request.user)])
    return render(request, job.template, {**context, "before": before, "after": after})


def _by_doers(jobs: Iterable[Job]) -> dict[str, list[Job]]:
    grouped: dict[str, list[Job]] = {}
    for job in jobs:
        grouped.setdefault(job.doers, []).append(job)
    return grouped


def _beside(job: Job, jobs: list[Job]) -> tuple[Job | None, Job | None]:
    """Return the jobs before and after this one, or None at either end."""
    index = jobs.index(job)
    return jobs[index - 1] if index else None, jobs[index + 1] if index + 1 < len(jobs) else None
