"""The page 邮件提醒, where people say whether they want mail, and at which mail address."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from yanjiang.accounts.models import MailChoice
from yanjiang.staff_log.models import Entry
from yanjiang.staff_log.writing import Origin, record


class MailForm(forms.ModelForm):  # type: ignore[type-arg]
    wants_mail = forms.BooleanField(
        label="收邮件提醒", required=False, help_text="有人交稿、撤回、退回或发布时提醒您。"
    )

    class Meta:
        model = User
        fields = ("email",)
        labels = {"email": "邮箱地址"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("wants_mail") and "email" in cleaned and not cleaned["email"]:
            self.add_error("email", "要收提醒，请填写邮箱地址。")
        return cleaned


def page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Show this person's choice, and save another. `frame` is the context that every page of the admin needs."""
    user = User.objects.get(pk=cast(User, request.user).pk)
    wants = MailChoice.objects.filter(user=user).values_list("wants_mail", flat=True).first()
    form = MailForm(request.POST or None, instance=user, initial={"wants_mail": wants is not False})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=form.cleaned_data["email"])
            choice = {"wants_mail": form.cleaned_data["wants_mail"]}
            MailChoice.objects.update_or_create(user=user, defaults=choice)
            record(Origin.of(request), Entry.Kind.SECURITY, user, "修改自己的邮件提醒")
        messages.success(request, "已保存。")
        return redirect("admin:mail")
    return TemplateResponse(request, "admin/accounts/mail.html", {**frame, "title": "邮件提醒", "form": form})
