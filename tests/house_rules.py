"""The rules of the house: functions from modules to complaints; what is allowed stands in `house_tables`.

`test_architecture.py` runs the rules.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from tests.code_reading import Module, Modules, all_imports, calls_of, floor_of, imports_of, within
from tests.house_tables import (
    APART,
    CLOCKS,
    FLOORS,
    HOMES,
    IMPORTERS,
    ISLANDS,
    MOST_LINES,
    MOST_LINES_OF_A_DOOR,
    NO_DOORS,
    PRINTERS,
    PURE,
    SERVER_NAMES,
    SERVERS,
    SIDE_DOORS,
)

Rule: TypeAlias = Callable[[Modules], Iterable[str]]


def imports_go_down(modules: Modules) -> Iterator[str]:
    """Hold bot -> handlers -> storage -> newsroom; never up, and nobody imports the tests."""
    for module, imported in all_imports(modules):
        target = floor_of(imported.module)
        if target in ("tests", "benchmarks"):
            yield f"{module.name}:{imported.line} imports {imported.module}"
        if target in FLOORS and FLOORS.index(target) < FLOORS.index(floor_of(module.name)):
            yield f"{module.name}:{imported.line} imports {imported.module}, which is above it"


def newsroom_is_pure(modules: Modules) -> Iterator[str]:
    """No I/O, no clock, no chance: its own modules, what PURE lists, and libraries that live there."""
    for module, imported in all_imports(modules):
        if not within(module.name, "newsroom") or within(imported.module, *FLOORS):
            continue
        at_home = HOMES.get(floor_of(imported.module), ())
        full = f"{imported.module}.{imported.name}" if imported.name else imported.module
        if not within(full, *PURE) and not within(module.name, *at_home):
            yield f"{module.name}:{imported.line} imports {full}, which is not in PURE"


def newsroom_reads_nothing(modules: Modules) -> Iterator[str]:
    """No files, no terminal, no wall clock by way of what PURE allows."""
    forbidden = {"open", "input", "print", ".now", ".utcnow", ".today"}
    for module in modules.values():
        if within(module.name, "newsroom"):
            for call, line in calls_of(module):
                if call in forbidden:
                    yield f"{module.name}:{line} calls {call.removeprefix('.')}"


def storage_knows_no_clock(modules: Modules) -> Iterator[str]:
    """Time comes in as an argument."""
    for module, imported in all_imports(modules):
        if within(module.name, "storage") and floor_of(imported.module) in CLOCKS:
            yield f"{module.name}:{imported.line} imports {imported.module}"
    for module in modules.values():
        if within(module.name, "storage"):
            for call, line in calls_of(module):
                if call in (".time", ".now", ".sleep"):
                    yield f"{module.name}:{line} calls {call.removeprefix('.')}"


def sql_asks_for_no_time(modules: Modules) -> Iterator[str]:
    """SQLite's own clock is no way round that."""
    clocks = re.compile(r"CURRENT_TIME|CURRENT_DATE|unixepoch *\(|julianday *\(|strftime *\(|'now'")
    for module in modules.values():
        if within(module.name, "storage"):
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    for word in clocks.findall(node.value):
                        yield f"{module.name}:{node.lineno} asks SQLite for the time: {word}"


def libraries_stay_at_home(modules: Modules) -> Iterator[str]:
    """Each library that HOMES names stays there; one that it does not name is asked about."""
    for module, imported in all_imports(modules):
        library = floor_of(imported.module)
        if library in HOMES:
            if not within(module.name, *HOMES[library]):
                yield f"{module.name}:{imported.line} imports {library}, whose home is elsewhere"
        elif library not in sys.stdlib_module_names and library not in FLOORS:
            yield f"{module.name}:{imported.line} imports {library}, which has no home in HOMES"


def the_local_endpoint_only_serves(modules: Modules) -> Iterator[str]:
    """Where aiohttp is a server, nothing dials out."""
    for module, imported in all_imports(modules):
        if within(module.name, *SERVERS) and floor_of(imported.module) == "aiohttp":
            served = within(imported.module, "aiohttp.web") or imported.name in SERVER_NAMES
            if not served:
                what = imported.name or imported.module
                yield f"{module.name}:{imported.line} takes {what} from aiohttp"


def islands_stand_alone(modules: Modules) -> Iterator[str]:
    """Share nothing with the code that is judged."""
    for module, imported in all_imports(modules):
        for island in ISLANDS:
            ours = floor_of(imported.module) in FLOORS
            if within(module.name, island) and ours and not within(imported.module, island):
                yield f"{module.name}:{imported.line} imports {imported.module}"


def folders_are_entered_by_their_doors(modules: Modules) -> Iterator[str]:
    """From outside a package only the package itself is imported, never what lies within."""
    doors = {one.name for one in modules.values() if one.is_package} - NO_DOORS
    for module, imported in all_imports(modules):
        target = imported.target(modules)
        if module.name in SIDE_DOORS.get(target, ()):
            continue
        for door in doors:
            if within(target, door) and target != door and not within(module.name, door):
                yield f"{module.name}:{imported.line} imports {target} past the door of {door}"


def late_doors_open_where_they_say(modules: Modules) -> Iterator[str]:
    """Hold that a name that is imported when asked for comes from where the type checker sees it."""
    for door in modules.values():
        tables = _tables(door)
        if "_HOMES" not in tables:
            continue
        seen = {
            imported.name: imported.module.removeprefix(f"{door.name}.")
            for imported in imports_of(door)
            if within(imported.module, door.name)
        }
        if tables["_HOMES"] != seen or set(tables.get("__all__", ())) != seen.keys():
            yield f"{door.name} gives other names to the type checker than to those who ask"
        for name in seen:
            if f"{door.name}.{name}" in modules:
                yield f"{door.name}.{name} is a module too, which would take the name's place"


def _tables(module: Module) -> dict[str, Any]:
    """Return the lists and tables of constants that a module has."""
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in module.tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Dict | ast.List)
        and all(isinstance(one, ast.Constant) for one in _members(node.value))
    }


def _members(table: ast.Dict | ast.List) -> list[ast.expr | None]:
    return [*table.keys, *table.values] if isinstance(table, ast.Dict) else [*table.elts]


def there_are_no_circles(modules: Modules) -> Iterator[str]:
    """No module reaches itself by imports, not even by one within a function."""
    graph = {
        module.name: {imported.target(modules) for imported in imports_of(module)} & modules.keys()
        for module in modules.values()
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> Iterator[str]:
        if name in path:
            yield " -> ".join((*path[path.index(name) :], name))
        elif name not in done:
            for target in sorted(graph[name]):
                yield from visit(target, (*path, name))
            done.add(name)

    for name in sorted(graph):
        yield from visit(name, ())


def some_modules_do_not_know_each_other(modules: Modules) -> Iterator[str]:
    """Command files share by way of what lies beside their folder, not with one another."""
    for module, imported in all_imports(modules):
        target = imported.target(modules)
        for package in APART:
            both = within(module.name, package) and within(target, package)
            if both and not module.is_package and module.name != target:
                yield f"{module.name}:{imported.line} imports its neighbour {target}"


def nothing_is_imported_by_a_text(modules: Modules) -> Iterator[str]:
    """Keep every import where this test can read it."""
    for module in modules.values():
        for call, line in calls_of(module):
            if module.name in IMPORTERS:
                continue
            if call in ("__import__", "import_module", ".import_module", "exec", "eval"):
                yield f"{module.name}:{line} calls {call.removeprefix('.')}"


def importing_does_nothing(modules: Modules) -> Iterator[str]:
    """At the top of a module things are defined; nothing is called for what it does."""
    work = (ast.For, ast.While, ast.With, ast.Delete, ast.Assert, ast.Raise)
    for module in modules.values():
        for node in module.tree.body:
            doing = isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
            if doing or isinstance(node, work):
                yield f"{module.name}:{node.lineno} works at import time"


def nothing_global_is_written(modules: Modules) -> Iterator[str]:
    """State lives in objects that somebody made and passed on."""
    for module in modules.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Global):
                yield f"{module.name}:{node.lineno} writes the global {', '.join(node.names)}"


def only_the_terminal_is_printed_to(modules: Modules) -> Iterator[str]:
    """Everybody else logs, or returns what is to be said."""
    for module in modules.values():
        if not within(module.name, *PRINTERS):
            for call, line in calls_of(module):
                if call == "print":
                    yield f"{module.name}:{line} prints"


def files_are_short(modules: Modules) -> Iterator[str]:
    """Let a reader hold a file in his head; a door only lists what is behind it."""
    for module in modules.values():
        if module.lines > (MOST_LINES_OF_A_DOOR if "." not in module.name else MOST_LINES):
            yield f"{module.name} has {module.lines} lines that are not blank"


RULES: tuple[Rule, ...] = (
    imports_go_down,
    newsroom_is_pure,
    newsroom_reads_nothing,
    storage_knows_no_clock,
    sql_asks_for_no_time,
    libraries_stay_at_home,
    the_local_endpoint_only_serves,
    islands_stand_alone,
    folders_are_entered_by_their_doors,
    late_doors_open_where_they_say,
    there_are_no_circles,
    some_modules_do_not_know_each_other,
    nothing_is_imported_by_a_text,
    importing_does_nothing,
    nothing_global_is_written,
    only_the_terminal_is_printed_to,
    files_are_short,
)
