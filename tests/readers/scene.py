"""
A newsroom with one of everything: live stories with a section, topics, related stories and authors, standing pages,
and beside them one story in every state that readers must not see, each with a canary in all its words.
"""

from articles.models import Page, Section
from core.models import Generation
from desk import publishing, workflow
from tests.cast import DAY, HOUR, NOON, author, edit, person, publish, section, story, topic

STATES = ["draft", "review", "approved", "scheduled", "cancelled", "spiked", "superseded", "coming", "withdrawn"]
CANARIES = {state: f"kanarka{state}" for state in STATES}


def _words(state: str) -> dict[str, str]:
    word = CANARIES[state]
    return {"headline": f"Headline {word}", "standfirst": f"Standfirst {word}", "body": f"<p>Text {word}.</p>"}


def _act(made, act, name, **options):
    with workflow.moving(made, act, by=person(name), at=NOON - DAY, **options):
        pass
    return made


def build():
    """Everything; returns the edition that readers find on every list. What is live went live before NOON."""
    rita = author("Rita Reporter", biography="Writes about the grid.")
    energy = topic("Energy", description="Power and heat.")
    here = {"by": [rita], "topics": [energy], "section": section("War", position=1)}
    for slug in Page.Slug.values:
        Page.objects.create(slug=slug, title=f"Page {slug}", body=f"<p>Words of {slug}.</p>")
    Section.objects.create(name="Empty", slug="empty", position=2)

    other = story("Related and live", standfirst="Another story.", kind="opinion", **here)
    publish(other, at=NOON - 2 * DAY)

    hidden = {state: story(**_words(state), **here) for state in CANARIES}
    _act(hidden["review"], "submit", "ed")
    _act(_act(hidden["approved"], "submit", "ed"), "approve", "ed")
    publish(hidden["scheduled"], at=NOON - DAY, live_from=NOON + HOUR)
    publish(hidden["cancelled"], at=NOON - DAY, live_from=NOON - HOUR)
    publishing.cancel(_fresh(hidden["cancelled"]), by=person("paula"), at=NOON - 2 * HOUR)
    publish(hidden["superseded"], at=NOON - DAY)
    changed = edit(hidden["superseded"], headline="As it reads now", standfirst="Now.", body="<p>Now.</p>", slug="now")
    publish(changed, at=NOON - HOUR, change="update")
    publish(hidden["withdrawn"], at=NOON - DAY)

    live = story("Live on every list", standfirst="It is here.", related=[other, *hidden.values()], **here)
    edition = publish(live, at=NOON - 2 * HOUR)
    rewritten = edit(live, **_words("coming"), slug="coming")
    publish(rewritten, at=NOON - HOUR, live_from=NOON + HOUR, change="update")
    # Nobody publishes a card of what was spiked or withdrawn, but it may be so afterwards.
    _act(hidden["spiked"], "spike", "ed")
    publishing.withdraw(
        _fresh(hidden["withdrawn"]), by=person("paula"), at=NOON - HOUR, reason="It was not so.", shows_headline=False
    )
    assert Generation.objects.get().number > 1
    return edition


def _fresh(made):
    return type(made).objects.get(pk=made.pk)
