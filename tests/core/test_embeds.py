"""Recordings by address: in one spelling, without what tracks who shared them, and nothing but what can be played."""

import pytest

from core import embeds

SOUNDCLOUD = "https://soundcloud.com/meridian/thaw"
PLAYER = "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fmeridian%2F{}&auto_play=false&"
SPOTIFY = "https://open.spotify.com"
KEY = "4rOoJ6Egrf8K2IrywzwOMk"
APPLE = "https://podcasts.apple.com"
FRAME = "https://embed.podcasts.apple.com"

# However it was copied: its address with us, the frame, its shape.
FOUND = {
    f"{SOUNDCLOUD}?utm_source=clipboard&si=x": (SOUNDCLOUD, PLAYER.format("thaw"), "sound"),
    "m.soundcloud.com/meridian/thaw/": (SOUNDCLOUD, PLAYER.format("thaw"), "sound"),
    f"{SOUNDCLOUD}/s-AbC12de": (f"{SOUNDCLOUD}/s-AbC12de", PLAYER.format("thaw%2Fs-AbC12de"), "sound"),
    "https://soundcloud.com/meridian/sets/rivers": (
        "https://soundcloud.com/meridian/sets/rivers", PLAYER.format("sets%2Frivers"), "sounds",
    ),
    f"{SPOTIFY}/episode/{KEY}?si=x": (f"{SPOTIFY}/episode/{KEY}", f"{SPOTIFY}/embed/episode/{KEY}", "sound"),
    f"{SPOTIFY}/intl-de/track/{KEY}": (f"{SPOTIFY}/track/{KEY}", f"{SPOTIFY}/embed/track/{KEY}", "sound"),
    f"{SPOTIFY}/embed/show/{KEY}?theme=0": (f"{SPOTIFY}/show/{KEY}", f"{SPOTIFY}/embed/show/{KEY}", "sounds"),
    f"{APPLE}/ua/podcast/%D0%BB%D1%96%D0%B4/id1200361736?i=1000654321000&l=uk": (
        f"{APPLE}/ua/podcast/id1200361736?i=1000654321000", f"{FRAME}/ua/podcast/id1200361736?i=1000654321000", "sound",
    ),
    f"{FRAME}/us/podcast/the-daily/id1200361736": (
        f"{APPLE}/us/podcast/id1200361736", f"{FRAME}/us/podcast/id1200361736", "sounds",
    ),
}  # fmt: skip


@pytest.mark.parametrize("typed", FOUND)
def test_a_recording_is_found_however_it_was_copied(typed):
    address, frame, shape = FOUND[typed]
    found = embeds.find(typed)
    assert (found.address, found.shape) == (address, shape) and found.frame.startswith(frame)
    assert found.is_audio and not found.is_video
    assert embeds.find(found.address) == found


@pytest.mark.parametrize(
    "typed",
    [
        "https://soundcloud.com/meridian",
        "https://soundcloud.com/meridian/sets",
        "https://soundcloud.com/meridian/likes",
        "https://soundcloud.com/discover/thaw",
        "https://soundcloud.com.evil.example/meridian/thaw",
        "https://soundcloud.com@evil.example/meridian/thaw",
        "https://soundcloud.com/meridian/thaw%2F..%2Fx",
        "https://on.soundcloud.com/AbCdE",
        "https://w.soundcloud.com/player/?url=https%3A//evil.example/",
        f"{SPOTIFY}/user/{KEY}",
        f"{SPOTIFY}/episode/short",
        f"https://spotify.com/episode/{KEY}",
        f'{SPOTIFY}/episode/{KEY}"onload="alert(1)',
        f"{APPLE}/ua/album/id1200361736",
        f"{APPLE}/ua/podcast/the-daily",
        "https://music.apple.com/ua/podcast/id1200361736",
    ],
)
def test_what_is_no_recording_is_refused(typed):
    assert embeds.find(typed) is None
    assert "SoundCloud, Spotify, Apple Podcasts" in embeds.refusal(typed)


def test_a_show_has_no_number_of_an_episode_that_is_none():
    assert embeds.find(f"{APPLE}/ua/podcast/x/id1200361736?i=1;alert(1)").address == f"{APPLE}/ua/podcast/id1200361736"
