"""The container, as far as it can be tried without an engine: files, settings, services, and its steps in a folder."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "yanjiang" / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if service["image"] == "yanjiang"}
SETTINGS = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
# README.md tells the operator to make these.
MADE = {"../../.env", "../../var/nginx.conf"}


def copied() -> list[str]:
    """Return what the image takes from the folder of the code."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE)
    return [name for line in lines for name in line.split()]


def test_every_copied_file_exists_and_every_package_is_copied() -> None:
    assert [name for name in copied() if not (ROOT / name).exists()] == []
    needed = {file.parent.relative_to(ROOT).parts[0] for file in ROOT.glob("*/__init__.py")} - {"tests"}
    assert needed | {"templates", "static", "manage.py", "pyproject.toml"} <= set(copied())


def test_no_secret_and_no_data_is_copied() -> None:
    assert not {".", ".env", "var", ".git", "tests"} & set(copied())


def test_every_setting_exists() -> None:
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= SETTINGS, name


def test_every_mounted_file_exists() -> None:
    volumes = [volume.split(":") for service in SERVICES.values() for volume in service.get("volumes", [])]
    files = {source for source, *_ in volumes if source.startswith(".")} | {COMPOSE["x-portal"]["env_file"]}
    assert {file for file in files if not (DEPLOY / file).exists()} <= MADE
    named = {source for source, *_ in volumes if source[0] not in "./"}
    assert named == set(COMPOSE["volumes"])


def test_a_service_waits_for_services_that_exist() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", [])) <= SERVICES.keys(), name
    assert SERVICES["nginx"]["network_mode"] == "service:portal"


def test_nothing_but_nginx_is_reached_from_outside() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "portal": ["80:80", "443:443"]
    }
    assert SERVICES["database"]["command"][-1] == "listen_addresses="


def test_the_portal_starts_as_its_unit_says() -> None:
    (command,) = re.findall(r"^CMD \[(.+)\]$", CONTAINERFILE, re.MULTILINE)
    unit = re.search(r"^ExecStart=\S+/(granian .+)$", (DEPLOY / "yanjiang.service").read_text(), re.MULTILINE)
    assert unit
    assert re.findall(r'"([^"]+)"', command) == unit[1].replace("127.0.0.1", "0.0.0.0").split()


def test_the_timers_do_what_the_units_do() -> None:
    units = "".join(file.with_suffix(".service").read_text() for file in DEPLOY.glob("yanjiang-*.timer"))
    wanted = set(re.findall(r"^ExecStart=\S+/python manage\.py (.+)$", units, re.MULTILINE))
    done = set(re.findall(r"^ +run (.+)$", (DEPLOY / "timers.sh").read_text(), re.MULTILINE))
    assert done == wanted
    subprocess.run(["sh", "-n", str(DEPLOY / "timers.sh")], check=True)


def test_a_job_that_fails_is_told(tmp_path: Path) -> None:
    """The first call of `manage.py` fails; the script is stopped where it would wait for the next minute."""
    python, sleep = tmp_path / "python", tmp_path / "sleep"
    python.write_text('#!/bin/sh\necho "$@" >>"$0.log"\n[ "$2" != roll_up_hits ]\n')
    sleep.write_text("#!/bin/sh\nkill $PPID\n")
    python.chmod(0o755)
    sleep.chmod(0o755)
    script = (DEPLOY / "timers.sh").read_text().replace("/srv/yanjiang/var", str(tmp_path))
    subprocess.run(["sh", "-c", script], env={"PATH": f"{tmp_path}:{os.environ['PATH']}"}, check=False)
    told = Path(f"{python}.log").read_text().splitlines()
    assert told[:3] == ["manage.py roll_up_hits", "manage.py tell_failure roll_up_hits", "manage.py clearsessions"]
    assert len(told) == 4


@pytest.mark.once
def test_the_steps_run_in_a_folder_of_what_is_copied(tmp_path: Path) -> None:
    code = tmp_path / "code"
    code.mkdir()
    for name in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, code / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, code / name)
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")}

    def step(*words: str) -> None:
        subprocess.run([sys.executable, *words], cwd=code, env=environment, check=True, capture_output=True)

    for command in (["check"], ["migrate", "--plan"], ["collectstatic", "--noinput", "-v0"]):
        step("manage.py", *command)
    assert list((tmp_path / "var" / "static" / "css").glob("tokens.*.css"))
    step("-c", "import yanjiang.rsgi")
