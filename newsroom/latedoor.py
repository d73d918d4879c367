"""How the door of a package imports a name when it is first asked for (PEP 562)."""

from collections.abc import Callable, Mapping, MutableMapping
from importlib import import_module


def late_door(
    package: str, homes: Mapping[str, str], names: MutableMapping[str, object]
) -> Callable[[str], object]:
    """Return the `__getattr__` of a package; `homes`: its names, and the modules that have them.

    What was imported stands in `names`, the package's own, from then on. Raises AttributeError for a name
    that it does not give. For the type checker a door imports all of them, where the house's rules read it.
    """

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = names[name] = getattr(import_module(f"{package}.{homes[name]}"), name)
        return value

    return find
