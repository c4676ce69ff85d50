"""The mutation tester: what it takes for a rule, and that it tells a change that tests notice from one that they do not."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kits.rules import rules, users, without_one

PRICE = '''"""Postage."""

import re

FREE_FROM = 50
GIFT = re.compile("gift|voucher")


def postage(total: int) -> int:
    """Return 4 below 50."""
    return 0 if total >= FREE_FROM else 4


def is_gift(words: str) -> bool:
    return bool(GIFT.search(words))
'''
TESTS = """from shop.till.price import is_gift, postage

def test_postage():
    assert (postage(49), postage(50)) == (4, 0)

def test_gift():
    assert is_gift("a gift") in {True, False}
"""


@pytest.mark.parametrize(
    ("source", "ways"),
    [
        ("n = 3", ["2", "4", "6"]),
        ("x = 0.5", ["0.25", "0.4", "0.6", "1.0"]),
        ("def f(n=1): ...", ["0", "2"]),
        ("y = a < b", ["a <= b", "a >= b"]),
        ("y = a in b", ["a not in b"]),
        ("y = a and b", ["a or b"]),
        ("y = not a", ["a"]),
        ("if a: b()", ["True", "False"]),
        ("y = [n for n in m if n]", ["True", "False"]),
        ("def f(): return True", ["False"]),
        ("WORDS = 'one two three'", ["'two three'", "'one three'", "'one two'"]),
        ("WORDS = {'one', 'two'}", ["{'two'}", "{'one'}"]),
        ("TABLE = {'a': b, 'c': d}", ["{'c': d}", "{'a': b}"]),
        ("P = re.compile(r'\\d(?:a|b[|])')", [r"'\\d(?:b[|])'", r"'\\d(?:a)'"]),
        ("P = rf'{a}|b\\{{'", [r"f'b\\{{'", "f'{a}'"]),
        ("def f(t): return re.sub('a|b', '', t)", ["'b'", "'a'"]),
        # no rule
        ("'''One two three.'''", []),
        ("def f(a: 'int | str') -> 'int | str': '''One two three.'''", []),
        ("__all__ = ['f', 'g']", []),
        ("raise ValueError(3)", []),
        ("log.info('one two three', 3)", []),
        ("def f(n): return f'one two three {n:3}'", []),
        ("def f(n): return 'one two three'", []),
        ("n = 3  # equivalent: nobody counts them", []),
    ],
)
def test_what_a_rule_may_become(source: str, ways: list[str]) -> None:
    assert [ast.unparse(way) for rule in rules(source)[1] for way in rule.ways] == ways


def test_a_change_can_be_put_and_taken_back() -> None:
    tree, (rule,) = rules("def f(n):\n    return max(n, 3)")
    old = rule.put(ast.Constant(4))
    assert "max(n, 4)" in ast.unparse(tree)
    rule.put(old)
    assert "max(n, 3)" in ast.unparse(tree)


def test_a_rule_in_a_function_whose_value_is_kept_belongs_to_its_callers() -> None:
    rule, other = rules("@cache\ndef f():\n    return [n for n in g(3)]\ndef h():\n    return 4")[1]
    assert (rule.function, rule.names, other.function) == ("", {"f"}, "h")


def test_an_alternative_in_a_group_of_a_group() -> None:
    assert list(without_one("(?P<n>a|(?:b|c)d)")) == ["(?P<n>(?:b|c)d)", "(?P<n>a)", "(?P<n>a|(?:c)d)", "(?P<n>a|(?:b)d)"]


def test_the_users_of_a_constant_are_found_through_what_is_made_from_it() -> None:
    trees = {
        "a.py": ast.parse("WORDS = 'a b c'\nLIST = WORDS.split()\ndef f(): return LIST\ndef g(): return 1"),
        "b.py": ast.parse("from a import LIST\nclass C:\n    def m(self): return LIST\n    def n(self): return 1"),
    }
    assert users(frozenset({"WORDS"}), trees) >= {("a.py", "f"), ("b.py", "C.m")}
    assert ("a.py", "g") not in users(frozenset({"WORDS"}), trees)


def test_what_no_test_notices_is_listed_and_the_files_stay(tmp_path: Path, root: Path) -> None:
    files = {"shop/till/price.py": PRICE, "tests/shop/test_price.py": TESTS, "pyproject.toml": "[tool.pytest.ini_options]\n"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    command = [sys.executable, "-m", "tests.mutants", "--root", str(tmp_path), "--rooms", "shop/till", "--jobs", "1"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr  # one of five is more than 15 per cent
    found, last = done.stdout.splitlines()
    assert found.startswith("shop/till/price.py:6: 'gift|voucher' -> ")
    assert last == "1 of 5 lived (20.0%)"
    assert {name: (tmp_path / name).read_text() for name in files} == files
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pyproject.toml", "shop", "tests"]
