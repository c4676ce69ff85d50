"""The lock: all that pyproject.toml asks for is in requirements.lock, within its bounds, by hash, and nothing of this or that machine."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
NEXT = "Run: make lock"
APART = "torch"  # by its version alone: its builds differ from machine to machine
OF_ONE_BUILD = re.compile(r"nvidia|cuda|triton|rocm")
ENTRY = re.compile(r"(?P<requirement>[A-Za-z0-9][^\\#]*?)(?P<hashes>(?: +--hash=sha256:[0-9a-f]{64})+)")
PROJECT = """
[project]
dependencies = ["one>=2,<3", "Two.Parts>=1", "torch==1"]
[project.optional-dependencies]
more = ["three[quick]>=1 ; python_version > '3'"]
[build-system]
requires = ["setuptools>=77"]
"""
HASH = f"--hash=sha256:{'0a' * 32}"
ROWS = ("one==2.1", "setuptools==80", "three==1.0 ; sys_platform != 'win32'", "two-parts==1.5")
LOCK = "".join(f"{row} \\\n    {HASH} \\\n    {HASH}\n" for row in ROWS)


def asked(project: dict[str, Any]) -> list[Requirement]:
    """Return what the project, its extras and its build ask for."""
    about = project["project"]
    extras = [row for rows in about.get("optional-dependencies", {}).values() for row in rows]
    return [Requirement(row) for row in (*about["dependencies"], *extras, *project["build-system"]["requires"])]


def faults(project: dict[str, Any], lock: str) -> Iterator[str]:
    """Yield what is wrong with the lock, a line each."""
    held: dict[str, Requirement] = {}
    for line in lock.replace("\\\n", "").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        entry = ENTRY.fullmatch(line)
        if not entry:
            yield f"a line that is no package with hashes: {line[:60]}"
            continue
        requirement = Requirement(entry["requirement"])
        name = canonicalize_name(requirement.name)
        if not re.fullmatch(r"==[^=*,]+", str(requirement.specifier)) or name in held:
            yield f"{name} is not locked to one version"
            continue
        if name == APART or OF_ONE_BUILD.search(name):
            yield f"{name} belongs to one build of torch"
        held[name] = requirement
    for wanted in asked(project):
        name = canonicalize_name(wanted.name)
        if name == APART:
            continue
        if name not in held:
            yield f"{name} is missing"
        elif not wanted.specifier.contains(str(held[name].specifier).removeprefix("=="), prereleases=True):
            yield f"{name} is locked to {held[name].specifier}, and {wanted.specifier} is asked for"


def test_the_lock_is_up_to_date() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert len(lock.splitlines()) > 1000, NEXT
    assert list(faults(project, lock)) == [], NEXT


def said(project: str = PROJECT, lock: str = LOCK) -> list[str]:
    return list(faults(tomllib.loads(project), lock))


def test_each_fault_is_seen() -> None:
    assert said() == []
    assert said(PROJECT.replace("one>=2,<3", "one>=2.2,<3")) == ["one is locked to ==2.1, and <3,>=2.2 is asked for"]
    assert said(PROJECT.replace("setuptools>=77", "setuptools>=81")) == ["setuptools is locked to ==80, and >=81 is asked for"]
    assert said(PROJECT.replace("three[quick]", "four")) == ["four is missing"]
    assert said(lock=LOCK.replace("two-parts", "two-halves")) == ["two-parts is missing"]
    assert said(lock=LOCK.replace("one==2.1", "one>=2.1")) == ["one is not locked to one version", "one is missing"]
    assert said(lock=f"{LOCK}one==2.2 {HASH}\n") == ["one is not locked to one version"]
    for package in ("torch", "nvidia-cublas", "cuda-toolkit", "triton"):
        assert said(lock=f"{LOCK}{package}==1 {HASH}\n") == [f"{package} belongs to one build of torch"]
    for line in ("five==1", "--extra-index-url https://index.example/simple", "<<<<<<< HEAD", "five @ file:///here/five.whl"):
        assert said(lock=f"{LOCK}{line}\n") == [f"a line that is no package with hashes: {line}"]


def test_torch_has_one_version() -> None:
    """The Makefile reads it by this form."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert len(re.findall(r'"torch==[0-9.]*"', text)) == 1
