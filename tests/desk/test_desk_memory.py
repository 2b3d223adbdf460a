"""What the desk keeps for people: what they typed, that they are there, and what finds a story."""

import pytest

from desk import autosave, presence, search
from desk.models import Autosave, Presence, Story
from desk.workflow import Refused
from tests.cast import MINUTE, NOON, SECOND, author, person, publish, root, story, topic

pytestmark = pytest.mark.django_db


def test_what_was_typed_is_kept_once_for_each_person_and_story():
    made = story()
    for data in ("headline=A", "headline=B"):
        autosave.keep(person("rita"), made, data, version=1, at=NOON)
    autosave.keep(person("ed"), made, "headline=C", version=1, at=NOON)
    assert autosave.offered(person("rita"), made).data == "headline=B"
    assert autosave.offered(person("ed"), made).data == "headline=C"
    assert autosave.offered(person("paula"), made) is None
    autosave.drop(person("rita"), made)
    assert autosave.offered(person("rita"), made) is None
    assert Autosave.objects.count() == 1


def test_what_was_typed_into_a_new_story_is_kept_too():
    for data in ("headline=A", "headline=B"):
        autosave.keep(person("rita"), None, data, version=0, at=NOON)
    assert autosave.offered(person("rita"), None).data == "headline=B"
    assert autosave.offered(person("ed"), None) is None


def test_nothing_is_kept_for_somebody_who_may_not_write_there():
    made = story(begun_by=person("robert"))
    for name, target in (("rita", made), ("stas", made), ("stas", None), ("phil", None)):
        with pytest.raises(Refused):
            autosave.keep(person(name), target, "headline=A", version=1, at=NOON)
    with pytest.raises(Refused, match="too long"):
        autosave.keep(person("ed"), made, "x" * (autosave.MAX_FORM + 1), version=1, at=NOON)


def test_somebody_has_this_open_since_until_their_browser_falls_silent():
    made = story()
    assert presence.beat(person("rita"), made, NOON) == []
    presence.beat(person("rita"), made, NOON + 30 * SECOND)
    [rita] = presence.beat(person("ed"), made, NOON + 40 * SECOND)
    assert (rita.person, rita.since) == (person("rita"), NOON)
    assert presence.others(person("ed"), made, NOON + 5 * MINUTE) == []
    presence.beat(person("rita"), made, NOON + 5 * MINUTE)
    [rita] = presence.others(person("ed"), made, NOON + 5 * MINUTE)
    assert rita.since == NOON + 5 * MINUTE
    presence.leave(person("rita"), made)
    assert not Presence.objects.filter(person=person("rita")).exists()


def test_the_desk_finds_words_in_any_case_and_with_any_accents():
    kyiv = story("КИЇВ: Мій дім", by=[author("Karel Čapek")], topics=[topic("Енергетика")])
    other = story("Ten killed in Kharkiv")
    search.update([kyiv, other], NOON)

    def found(wanted):
        return set(search.matching(Story.objects.visible_to(root()), wanted))

    for wanted in ("київ", "дім КИЇВ", "capek", "ČAPEK", "енергет", "Київ"):
        assert found(wanted) == {kyiv}, wanted
    assert found("кїив") == found("мии") == found("киів") == set()
    assert found("kill KHARKIV") == {other}
    assert found("%") == found("_x_") == set()
    assert found("  ") == {kyiv, other}


def test_a_public_address_pasted_into_the_search_finds_its_story(settings):
    made = story(slug="bridge")
    address = publish(made).get_absolute_url()
    search.update([made], NOON)
    whole = settings.NEWSROOM_SITE_URL + address
    below = (f"{whole}?utm_source=x", f"{whole}text/", f"{whole}v/2/", f"{whole}#top")
    for pasted in (address, whole, f"  {address} ", whole[:-1], whole.partition("//")[2], *below):
        assert search.matching(Story.objects.visible_to(person("ed")), pasted).get() == made


def test_the_search_shows_nobody_what_they_may_not_read():
    made = story("Secret", is_restricted=True)
    search.update([made], NOON)
    assert not search.matching(Story.objects.visible_to(person("ed")), "secret").exists()
