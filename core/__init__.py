"""The ground floor: clean text, the HTML gate, cursors, the newsroom's clock, the generation."""


def public_changed(using: str | None = None) -> None:
    """Raise the generation: call it in the transaction that changes anything readers can see."""
    from core import models  # models can't be imported before the apps are ready

    models.public_changed(using)
