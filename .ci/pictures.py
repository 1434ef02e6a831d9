"""Makes the pictures of README.md (.readme/) and of the editor's handbook (static/img/handbook/) from the demo.

It needs Debian's chromium, chromium-l10n and fonts-noto-cjk. `uv run python .ci/pictures.py` makes all pictures, and
`uv run python .ci/pictures.py tags editor` these two. The demo runs in a folder of its own, and the script does there
what people do: it writes, publishes, searches and imports. `--into` writes below another folder: a test does so, to
find out whether every picture can still be made.
"""

import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from os import environ
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BACKUP = ROOT / "tests" / "data" / "dedecms" / "backup_utf8"
PASSWORD = secrets.token_urlsafe(12)
AUTHOR = ("linxiao", "林", "晓")
SECONDS_TO_START = 90
# Not that of a headless browser, whose visits count as a machine's.
AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
SCALE = 1.5  # pixels of a picture for each pixel of a page: sharp, and still small
SIZED = re.compile(r'<img src="{% static "(?P<file>img/handbook/[a-z-]+\.webp)" %}" width="\d+" height="\d+"')
MARK = """(element, number) => {
  const { left, right, top } = element.getBoundingClientRect();
  const beside = element.matches("[type=checkbox], h2, div, td, ul");
  const above = element.matches("a:not(.button, .object-tools a)") ? 9 : 0;  // on no neighbour's words
  const mark = document.createElement("div");
  mark.textContent = number;
  mark.className = "handbook-mark";
  mark.style.cssText = `position: absolute; z-index: 9999; left: ${(beside ? left - 14 : right) + scrollX - 13}px;
    top: ${top + scrollY - above - (beside ? 5 : 13)}px; width: 26px; height: 26px; border-radius: 13px;
    background: #1a5a96; color: #fff; box-shadow: 0 0 0 2px #fff; font: 700 15px/26px sans-serif; text-align: center`;
  document.body.append(mark);
}"""


@dataclass
class Demo:
    """The demo as it runs, with an account of each kind."""

    url: str
    folder: Path
    passwords: dict[str, str] = field(default_factory=dict)


@dataclass
class Camera:
    """Takes pictures of one person's admin, or of the site as a visitor sees it."""

    page: Page
    into: Path
    wanted: set[str]

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.page.wait_for_load_state("networkidle")

    def mark(self, *selectors: str) -> None:
        """Put numbers on what the words of the handbook speak of: ①, ② and so on."""
        for number, selector in enumerate(selectors, start=1):
            place = self.page.locator(selector).first
            place.wait_for()
            place.evaluate(MARK, str(number))

    def shoot(self, name: str, *selectors: str, marks: tuple[str, ...] = (), margin: int = 4) -> None:
        """Take the smallest picture that has all of these elements, or the window where none is named."""
        if self.wanted and name not in self.wanted:
            return
        self.page.evaluate("document.fonts.ready")
        self.page.evaluate("document.activeElement?.blur()")
        self.mark(*marks)
        clip = self._around(selectors, margin) if selectors else None
        picture = Image.open(BytesIO(self.page.screenshot(clip=clip, full_page=bool(clip), animations="disabled")))
        file = self.into / f"{name}.webp"
        file.parent.mkdir(parents=True, exist_ok=True)
        picture.convert("RGB").save(file, quality=78, method=6)
        self.page.evaluate("document.querySelectorAll('.handbook-mark').forEach((mark) => mark.remove())")

    def _around(self, selectors: tuple[str, ...], margin: int) -> FloatRect:
        boxes = []
        for selector in selectors:
            place = self.page.locator(selector).first
            place.wait_for()
            boxes.append(place.evaluate(
                "(element) => { const { left, top, right, bottom } = element.getBoundingClientRect();"
                " return [left + scrollX, top + scrollY, right + scrollX, bottom + scrollY] }"
            ))  # fmt: skip
        # What stands beside is paper; what stands above and below belongs to others.
        left, top = max(0, min(box[0] for box in boxes) - 28), max(0, min(box[1] for box in boxes) - margin)
        right, bottom = max(box[2] for box in boxes) + 28, max(box[3] for box in boxes) + margin
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}


# --- The demo -----------------------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_demo() -> Iterator[Demo]:
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), _free_port()
        shutil.copytree(BACKUP, folder / "import" / "backupdata")
        environment = {"PATH": environ["PATH"], "VAR_DIR": name, "PYTHONIOENCODING": "utf-8"}
        environment |= {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        manage = [sys.executable, "manage.py"]
        made = subprocess.run(
            [*manage, "demo", "--no-serve"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        root = ["createsuperuser", "--noinput", "--username", "root", "--email", "root@example.com"]
        subprocess.run([*manage, *root], cwd=ROOT, env=environment, capture_output=True, check=True)
        demo = Demo(f"http://127.0.0.1:{port}", folder, {"root": PASSWORD, AUTHOR[0]: PASSWORD})
        demo.passwords |= dict(re.findall(r"账号 (\w+)：([\w-]{16})", made.stdout))
        serve = [*manage, "demo", "--port", str(port)]
        server = subprocess.Popen(
            serve, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for(f"{demo.url}/healthz")
            yield demo
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(url: str) -> None:
    for _ in range(SECONDS_TO_START * 2):
        try:
            urlopen(url).close()
        except URLError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(url)


# --- What people do, before it is photographed --------------------------------------------------------------------


def sign_in(page: Page, demo: Demo, username: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(demo.passwords[username])
    page.get_by_role("button", name="登录").click()
    page.locator("#user-tools").wait_for()


def choose_password(page: Page, demo: Demo, username: str) -> None:
    """Choose a password of one's own, as whoever comes in with another's has to."""
    chosen = secrets.token_urlsafe(12)
    page.locator("#id_old_password").fill(demo.passwords[username])
    page.locator("#id_new_password1").fill(chosen)
    page.locator("#id_new_password2").fill(chosen)
    page.locator("#content input[type=submit]").click()
    page.wait_for_url("**/done/")
    demo.passwords[username] = chosen


def write(page: Page, title: str, body: str, *, section: str, button: str, publish_at: str = "") -> None:
    """Write an article as an editor does: title and section on the front page, then the form."""
    page.goto("/admin/")
    page.get_by_label("标题").fill(title)
    page.locator("#quick-section").select_option(label=section)
    page.get_by_role("button", name="开始写").click()
    page.locator(".ck-editor__editable").wait_for()
    page.evaluate("(body) => window.editors.id_body.setData(body)", body)
    if publish_at:
        page.locator("[data-group=publication] > summary").click()
        page.locator("#id_publish_at_0").fill(publish_at)
        page.locator("#id_publish_at_1").fill("08:00")
    page.get_by_role("button", name=button, exact=True).click()
    page.locator(".messagelist .success").wait_for()


def live_a_day(browser: Browser, demo: Demo) -> None:
    """Fill the lists that are empty in a new demo: by visitors, by a manager, by an author, and by an editor."""
    for live in (search_and_miss, add_author, write_a_welcome, write_and_trash):
        page = visiting(browser, demo)
        live(page, demo)
        page.context.close()


def search_and_miss(page: Page, demo: Demo) -> None:
    """Search, and open addresses that the site does not have."""
    for query, times in (("述职报告", 3), ("即兴发言", 2), ("升旗仪式", 2), ("主持词", 1)):
        for _ in range(times):
            page.goto(f"/search/?q={query}")
            page.wait_for_load_state("networkidle")
    for path in ("/a/2019/kaikou-diyiju.html", "/yanjianggao/hunli-zhici.html", "/zhuanti/2018.html"):
        page.goto(path)


def add_author(page: Page, demo: Demo) -> None:
    sign_in(page, demo, "manager")
    page.goto("/admin/auth/user/add/")
    username, last_name, first_name = AUTHOR
    page.locator("#id_username").fill(username)
    page.locator("#id_last_name").fill(last_name)
    page.locator("#id_first_name").fill(first_name)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_label("作者", exact=True).check()
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator(".messagelist .success").wait_for()


def write_a_welcome(page: Page, demo: Demo) -> None:
    sign_in(page, demo, AUTHOR[0])
    choose_password(page, demo, AUTHOR[0])
    write(page, "给新同事的欢迎词：三分钟，说三件事", WELCOME, section="　就职演讲", button="保存")


def write_and_trash(page: Page, demo: Demo) -> None:
    sign_in(page, demo, "editor")
    write(page, "毕业典礼上，校长最好只讲一个故事", STORY, section="　校园演讲", button="保存")
    write(page, "元旦献词怎样不落俗套", STORY, section="演讲稿", button="保存并发布", publish_at="2099/01/01")
    write(page, "已经过时的征稿启事", STORY, section="演讲稿", button="保存")
    page.get_by_role("link", name="已经过时的征稿启事").first.click()
    page.get_by_role("link", name="移到回收站").click()
    page.get_by_role("button", name="移到回收站").click()
    page.locator(".messagelist .success").wait_for()


WELCOME = """<p>欢迎大家。接下来的三分钟，我只说三件事：这里是做什么的，遇到难处找谁，第一个星期怎样过。</p>
<h2>这里是做什么的</h2><p>我们替人写稿，也教人开口。每一篇稿子后面都站着一个要上台的人。</p>"""
STORY = """<p>台下坐着的人，一半在想中午吃什么，一半在想今后去哪里。能让他们抬起头的，只有一个好故事。</p>
<h2>为什么只讲一个</h2><p>故事多了，谁也记不住；只有一个，散场以后还会有人说起。</p>"""


# --- The pictures -------------------------------------------------------------------------------------------------


def of_the_site(demo: Demo, visitor: Camera, staff: Camera) -> None:
    """Take the four pictures of README.md."""
    visitor.open("/")
    visitor.shoot("home")
    visitor.open("/articles/27/")
    visitor.shoot("article")
    staff.open("/admin/articles/article/13/change/")
    staff.page.locator(".ck-editor__editable").wait_for()
    staff.page.locator(".field-body").evaluate("(field) => window.scrollTo(0, field.offsetTop - 230)")
    staff.shoot("editing")
    staff.open("/admin/articles/articlehits/")
    staff.shoot("hits")


def of_coming_in(demo: Demo, visitor: Camera, staff: Camera) -> None:
    visitor.open("/admin/login/")
    visitor.shoot("login", "#container", marks=("#id_username", "#id_password", "input[type=submit]"), margin=24)
    staff.open("/admin/")
    staff.shoot(
        "front", "#header", "#content", marks=(".begin h2", "#page-address", ".waiting h2", ".app-list"), margin=0
    )
    staff.open("/admin/security/start/")
    staff.page.locator("#id_password").fill(demo.passwords["manager"])
    staff.page.locator("#content input[type=submit]").click()
    staff.page.locator(".security-code").wait_for()
    staff.shoot("telephone", "#content", marks=(".security-code", "#id_code", ".submit-row [type=submit]"), margin=0)


def of_writing(demo: Demo, staff: Camera) -> None:
    page = staff.page
    staff.open("/admin/")
    page.locator("#quick-title").fill("三分钟的就职演讲怎样安排")
    page.locator("#quick-section").select_option(label="　就职演讲")
    staff.shoot("begin", ".begin form", marks=("#quick-title", "#quick-section", ".begin input[type=submit]"))
    page.set_viewport_size({"width": 1680, "height": 900})  # the tool bar folds nothing
    staff.open("/admin/articles/article/13/change/")
    page.locator(".ck-editor__editable").wait_for()
    page.add_style_tag(content=".submit-row, .ck-sticky-panel__content { position: static !important }")
    staff.shoot(
        "basics",
        ".field-title",
        ".article-form",
        marks=("#id_title", ".ck-heading-dropdown", "[data-group=publication] h2", "[data-group=credits] h2"),
    )
    staff.shoot(
        "buttons", ".submit-row", marks=("[name=_save]", "[name=_continue]", ".preview", ".submit-row .deletelink")
    )
    page.locator(".ck-editor__editable p").first.click()
    staff.shoot(
        "editor", ".ck-editor__top", ".picture-insert",
        marks=(".ck-heading-dropdown", "[data-cke-tooltip-text^='加粗']", "[data-cke-tooltip-text^='项目']",
               "[data-cke-tooltip-text^='插入图']", "[data-cke-tooltip-text^='分页']", ".picture-insert a"),
    )  # fmt: skip
    staff.shoot("cover", ".field-summary", ".field-cover", marks=("#id_summary", "#lookup_id_cover", "#add_id_cover"))
    page.get_by_role("button", name="推荐关键字").click()
    page.locator(".field-tags button").nth(1).wait_for()
    staff.shoot("tags", ".field-tags", marks=("#id_tags", ".field-tags button"))


def of_publishing(demo: Demo, staff: Camera) -> None:
    """Go on in the form that `of_writing` opened."""
    staff.page.evaluate("document.querySelectorAll('details.group').forEach((group) => { group.open = true; })")
    staff.shoot(
        "related",
        "#related_links-group",
        marks=("#related_links-group .select2", "#id_related_links-0-url", "#related_links-group .add-row a"),
    )
    staff.page.locator("#attachments-group .add-row a").click()
    staff.shoot(
        "attachments",
        "#attachments-group",
        marks=("#attachments-group input[type=file]", "#attachments-group .add-row a"),
    )
    staff.shoot(
        "marks",
        ".field-is_headline",
        ".field-weight",
        marks=(".field-is_headline", "#id_redirect_url", "#id_pinned_until_0", "#id_weight"),
    )
    staff.shoot(
        "publication", ".field-status", ".field-expire_at", marks=("#id_status", "#id_publish_at_0", "#id_expire_at_0")
    )
    staff.shoot("note", ".field-revision_note")
    staff.page.set_viewport_size({"width": 1280, "height": 860})


def of_articles(demo: Demo, staff: Camera) -> None:
    page = staff.page
    staff.open("/admin/articles/article/")
    page.set_viewport_size({"width": 1280, "height": 620})
    staff.shoot("articles", marks=("#searchbar", ".actions select", "#changelist-filter h2"))
    page.set_viewport_size({"width": 1280, "height": 860})
    page.locator("#result_list input.action-select").nth(3).check()
    page.locator("#result_list input.action-select").nth(4).check()
    page.locator(".actions select").select_option("withdraw")
    staff.shoot(
        "chosen",
        ".actions",
        "#result_list tbody tr:nth-child(5)",
        marks=("#result_list tr:nth-child(4) input", ".actions select", ".actions button"),
    )
    page.locator(".actions button[type=submit]").click()
    staff.shoot("confirm", "#content h1", "#content form", margin=16)
    staff.open("/admin/articles/article/?state=trash")
    staff.shoot(
        "trash",
        "#content h1",
        "#result_list",
        ".object-tools",
        marks=("#result_list tbody input", ".actions select"),
        margin=16,
    )


def of_lists(demo: Demo, staff: Camera) -> None:
    page = staff.page
    staff.open("/admin/articles/section/")
    page.locator("#result_list .move-cut").nth(1).click()
    staff.shoot(
        "sections",
        "#content h1",
        "#result_list tbody tr:nth-child(6)",
        ".object-tools",
        marks=("tr:nth-child(2) .move-cut", "tr:nth-child(3) .move-paste"),
    )
    staff.open("/admin/articles/section/2/change/")
    staff.shoot(
        "section", ".field-name", ".field-in_navigation", marks=("#id_name", "#id_parent", "#id_segment", "#id_kind")
    )
    staff.open("/admin/articles/tag/")
    page.locator("#result_list input.action-select").nth(3).check()
    page.locator(".actions select").select_option("merge")
    staff.shoot(
        "keywords",
        "#content h1",
        "#result_list tbody tr:nth-child(6)",
        ".object-tools",
        marks=("#result_list tbody tr:nth-child(4) input", ".actions select", ".actions button"),
    )
    staff.open("/admin/pictures/picture/")
    staff.shoot(
        "pictures",
        "#content h1",
        "#result_list tbody tr:nth-child(8)",
        ".object-tools",
        marks=(".object-tools a", "#searchbar"),
    )


def of_the_house(demo: Demo, staff: Camera) -> None:
    staff.open("/admin/consultants/consultant/1/change/")
    staff.page.locator(".ck-editor__editable").wait_for()
    staff.shoot(
        "consultant", ".field-name", ".field-short_bio", marks=("#id_name", "#lookup_id_photo", "#id_short_bio")
    )
    staff.open("/admin/consultants/hotline/1/change/")
    staff.page.add_style_tag(content=".submit-row { position: static !important }")
    staff.shoot(
        "hotline",
        ".field-label",
        ".field-is_everywhere",
        marks=("#id_label", "#id_number", "#id_position", "#id_is_everywhere"),
    )
    staff.open("/admin/home/block/")
    staff.shoot(
        "blocks",
        "#content h1",
        "#result_list",
        ".object-tools",
        marks=(".object-tools a", "#id_form-0-position", "#id_form-0-is_active"),
    )
    staff.open("/admin/home/sitesettings/1/change/")
    staff.page.add_style_tag(content=".submit-row { position: static !important }")
    staff.shoot("settings", ".field-name", ".field-keywords", marks=("#id_name", "#lookup_id_logo", "#id_description"))
    staff.open("/admin/auth/user/add/")
    staff.page.add_style_tag(content=".submit-row { position: static !important }")
    staff.shoot(
        "account",
        ".field-username",
        ".field-is_staff",
        marks=("#id_username", "#id_last_name", "#id_password1", "#id_groups", "#id_is_staff"),
    )


def of_figures(demo: Demo, staff: Camera) -> None:
    staff.open("/admin/articles/articlehits/")
    staff.shoot(
        "report",
        "#content h1",
        ".hits-plot",
        ".hits-form",
        marks=(
            ".hits-presets a:last-child",
            ".hits-form button",
            ".hits-today dl",
            ".hits-plot",
            ".hits-files a, .hits-period a",
        ),
    )
    staff.open("/admin/articles/articlehits/31/change/")
    staff.shoot("report-article")
    staff.open("/admin/articles/searchedquery/")
    staff.shoot(
        "searches",
        "#content h1",
        "#result_list",
        "#changelist-filter",
        marks=("#result_list td.field-answers a", "#result_list td.field-answers a:nth-of-type(2)"),
    )
    staff.open("/admin/articles/missingpath/")
    staff.shoot(
        "missing",
        "#content h1",
        "#result_list",
        marks=("#result_list .field-leads_to .button", "#result_list .field-leads_to a"),
    )


def of_import(demo: Demo, root: Camera) -> None:
    root.open("/admin/dedecms/importrun/add/")
    root.page.locator("#id_folder").select_option("backupdata")
    # Where the folder lies on a server that was set up by yanjiang/deploy.
    root.page.locator(".field-folder .help").evaluate(
        "(help) => { help.textContent = help.textContent.replace(/\\S+\\/import/, '/srv/yanjiang/var/import') }"
    )
    root.shoot("import", ".field-folder", ".submit-row", marks=("#id_folder", "#id_uploads", ".submit-row input"))
    root.page.get_by_role("button", name="试运行").click()
    root.page.get_by_role("button", name="确认导入").wait_for(timeout=120_000)
    root.page.wait_for_load_state("networkidle")
    root.shoot("import-report")


def start_chromium(playwright: Playwright) -> Browser:
    """Start a browser that speaks Chinese where Debian's chromium-l10n is installed, as editors' browsers do."""
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"],
        env={**environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"},
    )  # fmt: skip


def visiting(browser: Browser, demo: Demo) -> Page:
    context = browser.new_context(
        base_url=demo.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 860},
        device_scale_factor=SCALE, color_scheme="light", reduced_motion="reduce", user_agent=AGENT,
    )  # fmt: skip
    context.set_default_timeout(60_000)
    return context.new_page()


def make(into: Path, wanted: set[str]) -> None:
    with running_demo() as demo, sync_playwright() as playwright:
        browser = start_chromium(playwright)
        live_a_day(browser, demo)
        readme, handbook = into / ".readme", into / "static" / "img" / "handbook"
        visitor, manager, root = (visiting(browser, demo) for _ in range(3))
        sign_in(manager, demo, "manager")
        sign_in(root, demo, "root")
        of_the_site(demo, Camera(visitor, readme, wanted), Camera(manager, readme, wanted))
        of_coming_in(demo, Camera(visitor, handbook, wanted), Camera(manager, handbook, wanted))
        takes: tuple[Callable[[Demo, Camera], None], ...] = (
            of_writing, of_publishing, of_articles, of_lists, of_the_house, of_figures,
        )  # fmt: skip
        for take in takes:
            take(demo, Camera(manager, handbook, wanted))
        of_import(demo, Camera(root, handbook, wanted))
        browser.close()


def tell_sizes() -> None:
    """Write into the handbook's templates how large the pictures are, so that nothing jumps while they load."""
    for template in sorted((ROOT / "templates" / "admin" / "handbook").glob("*.html")):
        template.write_text(SIZED.sub(_sized, template.read_text()))


def _sized(image: re.Match[str]) -> str:
    with Image.open(ROOT / "static" / image["file"]) as picture:
        width, height = (round(side / SCALE) for side in picture.size)
    return f'<img src="{{% static "{image["file"]}" %}}" width="{width}" height="{height}"'


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--into", type=Path, default=ROOT, help="the folder to write below")
    arguments = parser.parse_args()
    make(arguments.into, set(arguments.names))
    if arguments.into == ROOT:
        tell_sizes()
