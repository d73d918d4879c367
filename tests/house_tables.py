"""What is allowed in the house: to allow something new, change a table here, where a reviewer sees it."""

FLOORS = ("bot", "handlers", "storage", "newsroom")
"""From the top down: each may import those after it."""

PURE = {
    "__future__",
    "base64",
    "bisect",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "difflib",
    "enum",
    "functools",
    "hashlib",
    "heapq",
    "html",
    "importlib",  # for late doors alone: see IMPORTERS
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "statistics",
    "string",
    "types",
    "typing",
    "unicodedata",
    "urllib.parse",
    "xml.parsers.expat",  # fed with bytes; it opens nothing by itself
    "xml.sax.saxutils",
    "zoneinfo",
}
"""What of the standard library `newsroom` may use: nothing that reads, waits or knows the time."""

CLOCKS = {"time", "datetime", "sched", "calendar", "zoneinfo"}
"""What `storage` may not import: time comes in as an argument."""

HOMES: dict[str, tuple[str, ...]] = {
    "PIL": ("handlers.chart",),  # Pillow
    "Stemmer": ("newsroom.inflections",),  # PyStemmer
    "aiohttp": ("bot.http", "bot.telegram", "bot.local", "bot.health", "bot.inbound"),
    "aiosqlite": ("storage.connection",),
    "babel": ("handlers", "bot.local.feeds"),
    "backports": ("bot.http.unpacking",),
    "brotli": ("bot.http.unpacking",),
    "cryptography": ("bot.backups.sealing",),
    "compression": ("bot.http.unpacking",),  # backports.zstd, from Python 3.14 on
    "feedparser": (
        "bot.intake.keeping",
        "bot.intake.parse",
        "bot.intake.plain",
        "bot.intake.values",
    ),
    "lxml": ("newsroom.blocks", "bot.intake", "bot.local.feeds"),
    "prometheus_client": ("bot.health.metrics",),
    "sqlite3": ("storage",),
    "telegram": ("handlers", "bot.telegram", "bot.outgoing", "bot.furnishing", "bot.acquaintance"),
    "trafilatura": ("bot.intake.maintext",),
    "yarl": ("bot.http", "bot.telegram"),
}
"""Where each library may be imported: in these modules and what lies below them."""

SERVERS = ("bot.local", "bot.health")
"""Packages for which aiohttp is a server."""

SERVER_NAMES = {"web", "BodyPartReader", "MultipartReader"}
"""What those may take from aiohttp: the side that serves, not the one that dials."""

NO_DOORS = {"bot", "bot.local", "handlers.commands"}
"""Packages that only hold others. Every other package is entered by its `__init__` alone."""

SIDE_DOORS: dict[str, tuple[str, ...]] = {
    "newsroom.blocks": (
        "bot.intake.entries",
        "bot.intake.fields",
        "bot.intake.maintext",
        "bot.intake.page",
    ),  # brings lxml; for workers only
}
"""Modules that are imported past their package's door, and by whom."""

APART = ("handlers.commands",)
"""Packages whose modules do not know each other."""

ISLANDS = ("bot.local.botapi",)
"""Packages that import nothing of ours but themselves: the judge shares no code with the judged."""

IMPORTERS = ("newsroom.latedoor", "bot.worker.child")
"""Who may import by a text: doors that import a name when it is first asked for, so that workers start
sooner, and the worker, which finds its jobs by the names in bot/worker/jobs.py."""

PRINTERS = ("bot.cli", "bot.local.console")

MOST_LINES = 400
MOST_LINES_OF_A_DOOR = 800
