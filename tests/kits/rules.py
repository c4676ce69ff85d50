"""The rules of a module, found in its syntax tree, and what each may be changed into.

A rule is a number, a comparison, a condition, ``and`` or ``not``, a word of a list, an alternative of a pattern, a default. Docstrings,
annotations, raised errors, messages, logging and lines that say ``# equivalent: why`` hold none.
"""

import ast
import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

OTHER: dict[type[ast.AST], tuple[type[Any], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}  # fmt: skip
_ONE = r"(?:\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\\.|[^()\\])*\)|[^()|\[\]\\])+"  # an alternative, with groups in it that hold none
_ALTERNATIVE = re.compile(rf"(?<!\\)(?:(?P<kept>^|\((?:\?(?:P<\w+>|<?[=!]|:))?){_ONE}\||\|{_ONE}(?=[|)]|$))", re.DOTALL)
_LIST = re.compile(r"[^\\\[\]{}?*+^$.:<>=()]*|[^\\\[\]{}?*+^$.:<>=]*\n[^\\\[\]{}?*+^$.:<>=]*")  # of words; no pattern
_NO_RULE = (ast.Raise, ast.Import, ast.ImportFrom, ast.Assert)
_NO_FIELD = {"annotation", "returns", "decorator_list", "bases", "type_params"}


class Rule(NamedTuple):
    """What stands at ``key`` of ``holder`` (a list of the tree, or the fields of a node), and what it may become."""

    holder: Any
    key: int | str
    line: int
    function: str  # or method that it is in; "" for what runs at import, or once for all callers
    names: frozenset[str]  # what its statement of the module binds
    ways: list[ast.expr]

    def put(self, node: ast.expr) -> ast.expr:
        """Put ``node`` in its place; return what was there."""
        old: ast.expr = self.holder[self.key]
        self.holder[self.key] = node
        return old


def rules(source: str) -> tuple[ast.Module, list[Rule]]:
    """Return the tree of a module and its rules; texts count as rules outside functions and where they are patterns."""
    tree, found, rows = ast.parse(source), list[Rule](), source.splitlines()

    def visit(parent: ast.AST, scope: str, inside: bool, names: frozenset[str], is_rule_text: bool) -> None:
        function = scope if inside else ""
        for field, value in ast.iter_fields(parent):
            is_list = isinstance(value, list)
            for key, node in enumerate(value) if is_list else [(field, value)]:
                if field in _NO_FIELD or not isinstance(node, ast.AST) or _holds_none(node, is_rule_text):
                    continue
                if isinstance(node, ast.expr) and "# equivalent:" not in rows[node.lineno - 1]:
                    ways = [*other_ways(node, is_rule_text), *map(ast.Constant, (True, False) if field in {"test", "ifs"} else ())]
                    if ways:
                        found.append(Rule(value if is_list else vars(parent), key, node.lineno, function, names, ways))
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not inside:
                    is_class = isinstance(node, ast.ClassDef)
                    visit(node, "" if is_cached(node) else f"{scope}.{node.name}".lstrip("."), not is_class, names, is_class)
                else:
                    is_text = is_rule_text or (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."))
                    visit(node, scope, inside, names, is_text and not isinstance(node, ast.JoinedStr))

    for statement in tree.body:
        visit(ast.Module([statement], []), "", False, bound(statement), True)
    return tree, found


def _holds_none(node: ast.AST, is_rule_text: bool) -> bool:
    """Whether a node is text for people, types, exports or a check."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Assign(targets=[ast.Name(id="__all__")]) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "logging"))) | ast.keyword(arg="strict"):
            return True
        case ast.Subscript(value=ast.Name(id="Literal")):
            return True
    return isinstance(node, _NO_RULE) or (isinstance(node, ast.JoinedStr) and not is_rule_text)


def other_ways(node: ast.AST, is_rule_text: bool) -> Iterator[ast.expr]:
    """Yield what an expression may become."""
    match node:
        case ast.Constant(value=value):
            yield from map(ast.Constant, _other_values(value, is_rule_text))
        case ast.JoinedStr(values=values):
            text = "".join(str(v.value) if isinstance(v, ast.Constant) else chr(0xE000 + n) for n, v in enumerate(values))
            for new in without_one(text):
                parts = [part for part in re.split("([\ue000-\uf8ff])", new) if part]
                yield ast.JoinedStr([values[ord(p) - 0xE000] if "\ue000" <= p <= "\uf8ff" else ast.Constant(p) for p in parts])
        case ast.Compare(ops=ops):
            for n, op in enumerate(ops):
                yield from (ast.Compare(node.left, [*ops[:n], new(), *ops[n + 1 :]], node.comparators) for new in OTHER[type(op)])
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(OTHER[type(op)][0](), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Set() | ast.List() | ast.Tuple() | ast.Dict():
            yield from _shorter(node)


def _other_values(value: object, is_rule_text: bool) -> Iterator[object]:
    match value:
        case bool():
            yield not value
        case int():
            yield from sorted({value + 1, value * 2, max(value - 1, 0)} - {value})
        case float():
            yield from (round(value * by, 6) for by in (0.5, 0.8, 1.2, 2) if value)
        case str() if is_rule_text:
            yield from without_one(value)


def without_one(text: str) -> Iterator[str]:
    """Yield a list of words (three or more) without each of them, a pattern without each alternative, also in its groups."""
    if not _LIST.fullmatch(text):
        cuts = (m for at in range(len(text)) if (m := _ALTERNATIVE.match(text, at)))
        yield from (text[: m.start()] + (m["kept"] or "") + text[m.end() :] for m in cuts)
        return
    words = list(re.finditer(r"[^|\n]+" if "|" in text else r"\S+", text))
    if len(words) > 1 + ("|" not in text):
        yield from (text[: m.start()] + text[m.end() + 1 :] if m.end() < len(text) else text[: m.start() - 1] for m in words)


def _shorter(node: ast.Set | ast.List | ast.Tuple | ast.Dict) -> Iterator[ast.expr]:
    """Yield a table without each of its rows, a collection of constants without each of them; nothing gets empty."""
    fields = ("keys", "values") if isinstance(node, ast.Dict) else ("elts",)
    rows = getattr(node, fields[0])
    if len(rows) > 1 and (isinstance(node, ast.Dict) or all(isinstance(row, ast.Constant) for row in rows)):
        for n in range(len(rows)):
            smaller = copy.copy(node)
            for field in fields:
                setattr(smaller, field, [row for at, row in enumerate(getattr(node, field)) if at != n])
            yield smaller


def bound(node: ast.AST) -> frozenset[str]:
    """Return the names that a statement binds."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return frozenset({node.name})
    return frozenset(n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def is_cached(node: ast.AST) -> bool:
    """Whether a node is a function whose value is kept."""
    return isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(d) for d in node.decorator_list)


def users(names: frozenset[str], trees: dict[str, ast.Module]) -> set[tuple[str, str]]:
    """Return (file, function) of those that bind or name any of ``names``, or anything at the top of a module that is made from them."""
    units = list[tuple[frozenset[str], set[str], set[tuple[str, str]]]]()
    for path, tree in trees.items():
        for node in tree.body:
            mentioned = {n.id if isinstance(n, ast.Name) else n.attr for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute)}
            inner = [f"{node.name}.{m.name}" for m in node.body if isinstance(m, ast.FunctionDef)] if isinstance(node, ast.ClassDef) else []
            is_plain = isinstance(node, ast.FunctionDef) and not is_cached(node)
            places = {(path, name) for name in ([node.name] if isinstance(node, ast.FunctionDef) else inner)}
            units.append((frozenset() if is_plain else bound(node), mentioned, places))
    found, before = set(names), 0
    while len(found) > before:
        before = len(found)
        found.update(*(binds for binds, mentioned, _ in units if found & mentioned))
    return {place for binds, mentioned, places in units if found & (mentioned | binds) for place in places}
