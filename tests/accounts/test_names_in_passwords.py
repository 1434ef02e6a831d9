"""A password that contains the user's name is refused, in whichever form a guesser would try the name."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import make_editor
from tests.pages import read
from yanjiang.accounts.names_in_passwords import NameInPasswordValidator


def is_refused(password: str, **names: str) -> bool:
    try:
        NameInPasswordValidator().validate(password, User(**names))
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "password",
    [
        "zhan2zhan2",
        "ZHAN2ZHAN2",
        "Zhan2!Zhan2!",
        "z-h-a-n-2-z-h-a-n-2",
        "2nahz2nahz",
        "ｚｈａｎ２ｚｈａｎ２",
        "ＺＨＡＮ２-20261129",
        "20261129zhan2",
        "my-zhan2-password",
        "zhan20261129",
        "zhān2zhān2",
        "zhan-zhan-zhan",
    ],
)
def test_a_username_is_refused_in_any_form(password: str) -> None:
    assert is_refused(password, username="zhan2")
    assert not is_refused(password, username="heqing")


@pytest.mark.parametrize(
    "password",
    [
        "周言周言周言周言周言",
        "言周言周言周言周言周",
        "zhouyan20261129",
        "ZhouYan-ZhouYan",
        "yanzhou1234",
        "nayuohz1234",
        "20261129zhou",
        "zy20261129",
        "ZY!ZY!ZY!ZY!ZY!",
        "ｚｈｏｕｙａｎ２０２６",
    ],
)
def test_a_chinese_name_is_refused_in_characters_and_in_pinyin(password: str) -> None:
    assert is_refused(password, username="editor7", last_name="周", first_name="言")


@pytest.mark.parametrize(
    ("password", "last_name", "first_name"),
    [
        ("zengguofan1811", "曾", "国藩"),
        ("cengguofan1811", "曾", "国藩"),
        ("lvmeng-20261129", "吕", "蒙"),
        ("lyumeng-20261129", "吕", "蒙"),
        ("lumeng-20261129", "吕", "蒙"),
        ("ouyangxiu-1007", "欧阳", "修"),
        ("wxm-20261129", "王", "小明"),
        ("xiaoming20261129", "王", "小明"),
        ("Shakespeare1616", "Shakespeare", "William"),
        ("mailliw-mailliw", "Shakespeare", "William"),
    ],
)
def test_every_reading_and_every_part_of_a_name_is_refused(password: str, last_name: str, first_name: str) -> None:
    assert is_refused(password, username="editor7", last_name=last_name, first_name=first_name)


def test_the_parts_of_a_username_and_of_an_address_are_refused() -> None:
    assert is_refused("xiaoming-in-the-office", username="wang.xiaoming")
    assert is_refused("office-of-xiaoming", username="editor7", email="wang_xiaoming@example.com")
    assert not is_refused("example-of-an-office", username="editor7", email="wang_xiaoming@example.com")


@pytest.mark.parametrize("username", ["a", "li", "7", "何", "_", "-."])
@pytest.mark.parametrize(
    "password", ["alive-delightful-lights", "Correct7Horse7Battery", "何人何日何时何地何故何以", "l-7-i-9-k-2-a-3"]
)
def test_a_name_of_one_or_two_characters_refuses_no_password_with_other_words(username: str, password: str) -> None:
    assert not is_refused(password, username=username)


@pytest.mark.parametrize("password", ["lilililili", "li20261129", "LI-20261129-IL", "1234567890li"])
def test_a_short_name_with_digits_is_refused(password: str) -> None:
    assert is_refused(password, username="li")


def test_without_a_name_every_password_is_accepted_here() -> None:
    NameInPasswordValidator().validate("zhan2zhan2")
    NameInPasswordValidator().validate("zhan2zhan2", User())


def test_the_portal_uses_this_check() -> None:
    with pytest.raises(ValidationError, match="密码里有用户名、姓名或姓名的拼音"):
        validate_password("zhan2zhan2", User(username="zhan2"))
    validate_password("zhan2zhan2", User(username="heqing"))


@pytest.mark.django_db
def test_the_form_explains_the_refusal_in_chinese(client: Client) -> None:
    user = make_editor("zhan2")
    user.set_password("correct-horse-7")
    user.save()
    client.force_login(user)
    fields = {"old_password": "correct-horse-7", "new_password1": "zhan2zhan2", "new_password2": "zhan2zhan2"}
    answer = client.post("/admin/password_change/", fields)
    assert (answer.status_code, "请换一个与名字无关的密码" in answer.content.decode()) == (200, True)
    assert "密码里不能有用户名、姓名或姓名的拼音" in read(client, "/admin/password_change/").text
