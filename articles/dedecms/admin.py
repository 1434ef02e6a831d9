"""Import an old site from the admin, for superusers: choose a folder, read the dry run's report, confirm, watch."""

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.dedecms import runs
from articles.dedecms.folder import choices, import_folder, is_locked
from articles.dedecms.models import ImportRun
from yanjiang.admin_pages.editing import GuardedAdmin
from yanjiang.admin_pages.logged import Kind
from yanjiang.staff_log.writing import Origin, record

REPORTS = {"html": 0, "json": 1}  # kind of file -> index in `report["files_written"]`


class ImportRunForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ImportRun
        fields = ("folder", "uploads", "host", "prefix")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in choices()]
        folders = [(name, name) for name, _ in names if (import_folder() / name).is_dir()]
        self.fields["folder"] = forms.ChoiceField(
            label="备份",
            choices=[("", "请选择"), *names],
            help_text=f"先把旧站的备份放进服务器的 {import_folder()}，再在这里选择。",
            error_messages={"invalid_choice": "这个文件夹已不在服务器上，请重新选择。"},
        )
        self.fields["uploads"] = forms.ChoiceField(
            label="上传文件夹",
            choices=[("", "没有"), *folders],
            required=False,
            help_text="旧站的 uploads 文件夹，也放在同一个地方。",
            error_messages={"invalid_choice": "这个文件夹已不在服务器上，请重新选择。"},
        )

    def clean(self) -> Any:
        if is_locked():
            raise forms.ValidationError("另一个导入正在进行，请等它结束。")
        return super().clean()


@admin.register(ImportRun)
class ImportRunAdmin(GuardedAdmin):
    log_kind = Kind.IMPORT
    measure, add_label = "次", "导入旧站"
    form = ImportRunForm
    list_display = ("folder", "state", "is_dry", "created_at", "started_by")
    list_select_related = ("started_by",)
    ordering = ("-pk",)
    list_per_page = 50

    def get_urls(self) -> list[Any]:
        report = path(
            "<int:pk>/report.<str:kind>", self.admin_site.admin_view(self.report), name="dedecms_importrun_report"
        )
        return [report, *super().get_urls()]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ImportRun, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.started_by = request.user  # type: ignore[assignment]
        runs.start(obj, dry=True)

    def response_add(self, request: HttpRequest, obj: ImportRun, post_url_continue: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:dedecms_importrun_change", args=[obj.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the state of the run. A POST starts it again, as a dry run or as the import."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = self.get_object(request, object_id)
        if run is None:
            messages.warning(request, "没有这一次导入。")
            return HttpResponseRedirect(reverse("admin:dedecms_importrun_changelist"))
        if request.method == "POST":
            return self._start(request, run)
        under_way = runs.is_under_way(run, timezone.now())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{'试运行' if run.is_dry else '导入'}：{run}",
            "run": run,
            "under_way": under_way,
            "interrupted": not under_way and run.state in (ImportRun.State.RUNNING, ImportRun.State.WAITING),
            "report": run.report,
        }
        return TemplateResponse(request, "admin/dedecms/importrun/run.html", context)

    def report(self, request: HttpRequest, pk: int, kind: str) -> FileResponse:
        """Send the whole report as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = ImportRun.objects.filter(pk=pk).first()
        files = (run.report if run else {}).get("files_written", [])
        if kind not in REPORTS or len(files) <= REPORTS[kind] or not Path(files[REPORTS[kind]]).is_file():
            raise Http404
        file = Path(files[REPORTS[kind]])
        record(Origin.of(request), Kind.EXPORT, run, "导入报告")
        return FileResponse(file.open("rb"), as_attachment=True, filename=file.name)

    def _start(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        here = HttpResponseRedirect(reverse("admin:dedecms_importrun_change", args=[run.pk]))
        if is_locked() or runs.is_under_way(run, timezone.now()):
            messages.error(request, "另一个导入正在进行，请等它结束。")
        elif run.folder not in choices() or (run.uploads and run.uploads not in choices()):
            messages.error(request, f"“{run.folder}”或上传文件夹已不在服务器上，请另选一个。")
        else:
            dry = "load" not in request.POST
            if not dry and not run.report:
                messages.error(request, "请先试运行，看过报告再导入。")
            else:
                runs.start(run, dry=dry)
                self.log_change(request, run, "开始试运行" if dry else "开始导入")
        return here


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))
