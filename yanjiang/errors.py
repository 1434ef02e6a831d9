"""Error pages: in Chinese, in the site's look, and without technical details."""

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from articles.search.nearest import nearest_section, nearest_titles
from yanjiang import routing
from yanjiang.home.models import site_settings
from yanjiang.lib.stored import UploadsAwayError
from yanjiang.logs import number
from yanjiang.typed import Sent, sent

logger = logging.getLogger("django.errors")

# Status -> title and advice.
PAGES = {
    400: ("这个请求看不懂", "地址或提交的内容不完整。请返回上一页再试一次。"),
    403: ("没有权限打开这个页面", "如果您认为应该有权限，请联系站长。"),
    405: ("这个地址不能这样用", "请返回上一页，或者从首页重新打开。"),
    413: ("提交的内容太大", "请返回上一页，把内容分成几次提交，或者换小一些的图片。刚才填写的内容还在上一页。"),
}


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Add a page to 405, the one refusal that Django answers with an empty body."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = error_page(request, 405).content
        return response

    return handle


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400, advice=_too_much(exception))


def _too_much(exception: Exception) -> str:
    """Return advice that names the limit which a request exceeded, "" for any other error."""
    if isinstance(exception, RequestDataTooBig):
        return f"提交的文字超过了 {(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 1024 // 1024} MB。{PAGES[413][1]}"
    if isinstance(exception, TooManyFieldsSent):
        return f"提交的表单超过了 {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} 项。{PAGES[400][1]}"
    if isinstance(exception, TooManyFilesSent):
        return f"一次最多上传 {settings.DATA_UPLOAD_MAX_NUMBER_FILES} 个文件。{PAGES[400][1]}"
    return ""


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that may be forged. A form sent from our own page is answered with the typed text, to be copied.

    Another site cannot make us show a text: browsers send no login cookie with its forms, and name it in `Origin`.
    """
    title = "这张表单已经过期"
    if _is_logged_in(request):
        advice = "您可能在别的窗口重新登录过。请在新窗口重新打开这张表单，再提交一次。"
        return error_page(request, 403, title, advice, given=sent(request))
    if request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}":
        advice = "登录也已经过期。请在新窗口登录，重新打开这张表单，再提交一次。"
        return error_page(request, 403, title, advice, given=sent(request), login=True)
    return error_page(request, 403, title, "请在新窗口重新打开这张表单，再提交一次。")


def _is_logged_in(request: HttpRequest) -> bool:
    try:
        return hasattr(request, "user") and request.user.is_authenticated
    except DatabaseError:  # the session cannot be read
        return False


def login_expired(request: HttpRequest) -> HttpResponse:
    """Answer a form that was sent after the login had ended. CSRF protection has already checked the form."""
    if reads_json(request):
        return json_error("登录已经过期，图片没有存上。请在新窗口重新登录，再回来插入图片。", 403)
    title = "登录已经过期，内容还没有保存"
    advice = "请在新窗口登录，打开同一张表单，再把下面的内容逐项复制过去。"
    return error_page(request, 403, title, advice, given=sent(request), login=True)


def not_saved(request: HttpRequest) -> HttpResponse:
    """Answer a form whose row was deleted, or given to another editor, while the form was open."""
    title = "没有保存：这里的内容已被删除，或者不再由您编辑"
    advice = "请先把下面的内容复制下来，再离开这一页。"
    return error_page(request, 403, title, advice, given=sent(request))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if answer := routing.answer(request):
        return answer
    # A request that was refused before the session was read has no user.
    if request.path.startswith(reverse("admin:index")) and hasattr(request, "user"):
        response = render(request, "admin/404.html", admin.site.each_context(request), status=404)
        response["Cache-Control"] = "no-store"  # it names the person who reads it
        return response
    context = {"nearest": nearest_titles(request.path, timezone.now()), "section": nearest_section(request.path)}
    return render(request, "404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the site's frame, which queries the database: the database may be what failed."""
    if reads_json(request):
        advice = f"请先保存文章，稍后再试；仍然不行，请把编号 {number.current()} 告诉网站管理员。"
        return json_error(f"服务器出了问题，图片没有存上。{advice}", 503)
    context = {"contact": _contact(), "number": number.current()}
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError | UploadsAwayError):
        response = HttpResponse(render(None, "503.html", context).content, status=503)
        response["Retry-After"] = "60"
        return response
    return HttpResponse(render(None, "500.html", context).content, status=500)


def _contact() -> str:
    """Return whom to call, without asking the database; "" if nobody has said."""
    known = site_settings.last()
    return settings.CONTACT or (known.contact if known else "")


def reads_json(request: HttpRequest) -> bool:
    """Tell whether the editor's script reads the answer, after it uploaded or fetched a pasted picture."""
    return request.path in (reverse("admin:pictures_upload"), reverse("admin:pictures_fetch"))


def json_error(message: str, status: int) -> HttpResponse:
    return JsonResponse({"error": {"message": message}}, status=status, headers={"Cache-Control": "no-store"})


def error_page(
    request: HttpRequest,
    status: int,
    title: str = "",
    advice: str = "",
    *,
    given: Sent | None = None,
    login: bool = False,
) -> HttpResponse:
    usual_title, usual_advice = PAGES[status]
    if reads_json(request):
        return json_error(f"{title or usual_title}。{advice or usual_advice}", status)
    given = given or Sent()
    context = {
        "title": title or usual_title,
        "advice": advice or usual_advice,
        "typed": given.typed,
        "chosen": given.chosen,
        "login": login,
    }
    try:
        response = render(request, "error.html", context, status=status)
    except Exception:  # the frame itself may fail: the error is still explained, and no typed text is lost
        logger.exception("The page of a %s cannot have the site's frame", status)
        response = render(None, "plain.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
