"""Which parts of an address a readers' page may depend on."""

# Everything else is taken out before Django sees it: a page can't print what its key doesn't hold.
PARAMETERS = ("q", "before", "after", "page", "section", "topic", "kind", "author", "from", "until")
LONGEST = 1000


def narrowed(query: str) -> str:
    """`query` with the parameters that readers' pages know, each once (the last, which Django reads), in one order."""
    if not query:
        return ""
    last: dict[str, str] = {}
    for part in query.split("&"):
        name = part.partition("=")[0]
        if name in PARAMETERS:
            last[name] = part
    return "&".join(last[name] for name in PARAMETERS if name in last)
