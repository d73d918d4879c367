"""Something to sum up."""

STORY = [
    "The old bridge over the Ansel was closed to all traffic on Monday.",
    "Engineers had found three cracks in the concrete deck below the roadway.",
    "It will stay closed for eleven weeks, the council of the town announced.",
]
OTHER = "A new ferry will carry people on foot over the harbour from Sunday on, said its owner."
STANDING = (
    "The Paper is read by forty thousand people in the valley and in all towns along the river."
)
PAGE = (
    "<!DOCTYPE html><html lang=en><title>Bridge closed</title><body><nav>Home</nav><article>"
    + "".join(f"<p>{sentence}</p>" for sentence in STORY)
    + "</article><footer>Contact us</footer></html>"
)
