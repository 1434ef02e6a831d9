"""Pictures that come through a form."""

from io import BytesIO

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.sites import site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from PIL import Image

from consultants.models import Consultant
from yanjiang.lib.imagefield import PICTURES, PictureField


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (40, 30)) -> bytes:
    written = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "secret camera"
    Image.new("RGB", size, "#a33").save(written, kind, exif=exif)
    return written.getvalue()


class PhotoForm(forms.Form):
    photo = PictureField(required=False)


def bound(content: bytes, name: str = "照片.jpg") -> PhotoForm:
    return PhotoForm({}, MultiValueDict({"photo": [SimpleUploadedFile(name, content)]}))


def test_a_picture_is_written_anew_under_a_random_name() -> None:
    form = bound(picture())
    assert form.is_valid()
    kept = form.cleaned_data["photo"]
    assert kept.name.endswith(".jpg")
    assert "照片" not in kept.name
    assert b"secret camera" in picture()
    assert b"secret camera" not in kept.read()


def test_the_suffix_is_that_of_the_content() -> None:
    form = bound(picture("PNG"))
    assert form.is_valid()
    assert form.cleaned_data["photo"].name.endswith(".png")


def test_what_is_no_picture_is_refused_in_chinese() -> None:
    for content in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff not a picture"):
        assert bound(content).errors == {"photo": ["无法识别这张图片，请上传 JPG、PNG、GIF 或 WebP 图片。"]}


def test_an_empty_file_is_refused() -> None:
    assert "photo" in bound(b"").errors


def test_no_file_is_no_error_where_none_is_required() -> None:
    form = PhotoForm({}, MultiValueDict())
    assert form.is_valid()
    assert form.cleaned_data["photo"] is None


def test_an_admin_with_the_overrides_uses_the_field_and_its_own_widget() -> None:
    class PhotoAdmin(ModelAdmin):  # type: ignore[type-arg]
        formfield_overrides = PICTURES
        fields = ("name", "photo")

    field = PhotoAdmin(Consultant, site).get_form(RequestFactory().get("/"))().fields["photo"]
    assert isinstance(field, PictureField)
    assert type(field.widget).__name__ == "AdminFileWidget"
