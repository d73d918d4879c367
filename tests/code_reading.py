"""The program as its syntax: modules, what they import, what they call. It is read, never imported."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from tests.house_tables import FLOORS

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Module:
    """A module's syntax, and how its name is to be read."""

    name: str
    tree: ast.Module
    lines: int
    is_package: bool = False


Modules: TypeAlias = Mapping[str, Module]


@dataclass(frozen=True)
class Import:
    """One name that a module imports. `name` is empty for `import x`."""

    module: str
    name: str = ""
    line: int = 0

    def target(self, modules: Modules) -> str:
        """Return the module that is meant: `from a import b` may name a.b, unless a itself has a b."""
        longer = f"{self.module}.{self.name}"
        if not self.name or longer not in modules or self.name in bound_names(modules[self.module]):
            return self.module
        return longer


def parse(name: str, source: str, *, is_package: bool = False) -> Module:
    code = [line for line in source.splitlines() if line.strip()]
    return Module(name, ast.parse(source), len(code), is_package)


def read_modules() -> dict[str, Module]:
    """Read the four packages."""
    found = {}
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            found[name] = parse(name, file.read_text(encoding="utf-8"), is_package=is_package)
    return found


@cache  # for every rule the same: to walk through the whole house takes a second
def imports_of(module: Module) -> tuple[Import, ...]:
    """Return every import, also within functions and under TYPE_CHECKING; relative ones made absolute."""
    return tuple(_imports(module))


def _imports(module: Module) -> Iterator[Import]:
    for node in _statements(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, line=node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.name.split(".")
                kept = parts[: len(parts) - node.level + module.is_package]
                base = ".".join([*kept, *filter(None, [node.module])])
            for alias in node.names:
                yield Import(base, alias.name, node.lineno)


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what may be an import or hold one: most of a module are expressions, which hold none."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            yield node
            yield from _statements(node)


def bound_names(module: Module) -> set[str]:
    """Return the names that a door takes from the modules behind it."""
    return {
        alias.asname or alias.name
        for node in module.tree.body
        if isinstance(node, ast.ImportFrom) and node.module != module.name
        for alias in node.names
    }


def within(name: str, *places: str) -> bool:
    """Whether a module is one of `places` or lies below one."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


def floor_of(name: str) -> str:
    return name.partition(".")[0]


def all_imports(modules: Modules) -> Iterator[tuple[Module, Import]]:
    for module in modules.values():
        for imported in imports_of(module):
            yield module, imported


@cache
def calls_of(module: Module) -> tuple[tuple[str, int], ...]:
    """Return every call of a plain or dotted name, as `name` or `.attribute`, with its line."""
    return tuple(_calls(module))


def _calls(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno
            elif isinstance(node.func, ast.Attribute):
                yield f".{node.func.attr}", node.lineno
