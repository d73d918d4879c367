"""Intake that survives the web: cutting known elements away."""

INTAKE: tuple[str, ...] = (
    # The hash of an entry's element as its bytes stood in the document, so that it need not be parsed again.
    "ALTER TABLE entries ADD COLUMN element TEXT",
)
