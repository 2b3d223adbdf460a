"""
What may be shown of other sites inside a text: an address of theirs, and the frame that it is shown in.

Nothing is fetched here and nothing of theirs stands in our pages: a reader gets a link, and with JavaScript a click on
it puts the frame there. The list is closed: whatever isn't on it is refused (refusal()).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from django.utils.translation import gettext as _

LONGEST = 2000


@dataclass(frozen=True)
class Embed:
    """
    One thing of another site. `address` is what is stored and linked to, in one spelling; `frame` is what an iframe
    shows. `shape` is the stylesheet's word for its proportions: wide, tall, post, chart, map, sound or sounds.
    """

    provider: str
    name: str
    address: str
    frame: str
    shape: str

    @property
    def host(self) -> str:
        """The source that a page's policy has to allow for the frame."""
        return "https://" + urlsplit(self.frame).netloc

    @property
    def is_video(self) -> bool:
        return self.provider in VIDEO

    @property
    def is_audio(self) -> bool:
        return self.provider in AUDIO


_Found = tuple[str, str, str] | None  # address, frame, shape
_SLUG = r"[A-Za-z0-9._-]+"


def _first(query: dict[str, list[str]], name: str, pattern: str) -> str:
    value = query.get(name, [""])[0]
    return value if re.fullmatch(pattern, value) else ""


def _seconds(value: str) -> int:
    """ "90", "90s" or "1m30s" as seconds; 0 where it is none of them."""
    found = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?", value)
    if not found:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _youtube(url: SplitResult) -> _Found:
    query = parse_qs(url.query)
    path = url.path.rstrip("/")
    if url.netloc == "youtu.be":
        key, shape = path.removeprefix("/"), "wide"
    elif path == "/watch":
        key, shape = _first(query, "v", r"[\w-]{11}"), "wide"
    elif found := re.fullmatch(r"/(shorts|live|embed)/([\w-]{11})", path):
        key, shape = found[2], "tall" if found[1] == "shorts" else "wide"
    else:
        return None
    if not re.fullmatch(r"[\w-]{11}", key, re.ASCII):
        return None
    start = _seconds(query.get("t", query.get("start", [""]))[0])
    frame = f"https://www.youtube-nocookie.com/embed/{key}" + (f"?start={start}" if start else "")
    if shape == "tall":
        return f"https://www.youtube.com/shorts/{key}", frame, shape
    return f"https://www.youtube.com/watch?v={key}" + (f"&t={start}s" if start else ""), frame, shape


def _vimeo(url: SplitResult) -> _Found:
    found = re.fullmatch(r"(?:/video|/channels/[\w-]+)?/(\d{5,12})(?:/([0-9a-f]{6,16}))?/?", url.path, re.ASCII)
    if not found:
        return None
    key, secret = found[1], found[2] or _first(parse_qs(url.query), "h", "[0-9a-f]{6,16}")
    address = f"https://vimeo.com/{key}" + (f"/{secret}" if secret else "")
    return (
        address,
        f"https://player.vimeo.com/video/{key}?" + urlencode({"dnt": 1} | ({"h": secret} if secret else {})),
        "wide",
    )


def _x(url: SplitResult) -> _Found:
    found = re.fullmatch(r"/(\w{1,30})/status(?:es)?/(\d{5,25})(?:/.*)?", url.path, re.ASCII)
    if not found:
        return None
    frame = f"https://platform.twitter.com/embed/Tweet.html?dnt=true&id={found[2]}"
    return f"https://x.com/{found[1]}/status/{found[2]}", frame, "post"


def _facebook(url: SplitResult) -> _Found:
    query = parse_qs(url.query)
    path = url.path.rstrip("/")
    if path in ("/watch", "/watch/live") and (key := _first(query, "v", r"\d{5,25}")):
        address, kind = f"https://www.facebook.com/watch/?v={key}", "video"
    elif re.fullmatch(rf"/{_SLUG}/videos(?:/{_SLUG})?/\d{{5,25}}|/reel/\d{{5,25}}", path, re.ASCII):
        address, kind = f"https://www.facebook.com{path}/", "video"
    elif re.fullmatch(rf"/{_SLUG}/posts/{_SLUG}(?:/\d{{5,25}})?", path, re.ASCII):
        address, kind = f"https://www.facebook.com{path}", "post"
    elif path == "/permalink.php":
        story, who = (_first(query, name, r"[\w]{1,120}") for name in ("story_fbid", "id"))
        if not (story and who):
            return None
        address, kind = f"https://www.facebook.com/permalink.php?story_fbid={story}&id={who}", "post"
    else:
        return None
    words = "true" if kind == "post" else "false"
    frame = f"https://www.facebook.com/plugins/{kind}.php?{urlencode({'href': address, 'show_text': words})}"
    return address, frame, "post" if kind == "post" else "wide"


def _telegram(url: SplitResult) -> _Found:
    found = re.fullmatch(r"(?:/s)?/([A-Za-z]\w{3,31})/(\d{1,12})/?", url.path, re.ASCII)
    if not found:
        return None
    address = f"https://t.me/{found[1]}/{found[2]}"
    return address, f"{address}?embed=1", "post"


def _instagram(url: SplitResult) -> _Found:
    found = re.fullmatch(r"(?:/[\w.]{1,30})?/(p|reel|tv)/([\w-]{5,40})(?:/embed(?:/captioned)?)?/?", url.path, re.ASCII)
    if not found:
        return None
    address = f"https://www.instagram.com/{found[1]}/{found[2]}/"
    return address, f"{address}embed/captioned/", "post"


def _datawrapper(url: SplitResult) -> _Found:
    found = re.fullmatch(r"(?:/_)?/([A-Za-z0-9]{5})(?:/(\d{1,4}))?/?", url.path, re.ASCII)
    if not found:
        return None
    address = f"https://datawrapper.dwcdn.net/{found[1]}/" + (f"{found[2]}/" if found[2] else "")
    return address, address, "chart"


def _maps(url: SplitResult) -> _Found:
    query = parse_qs(url.query)
    if url.path == "/maps/embed" and (pb := _first(query, "pb", r"[\w!.,:%+ -]{10,1500}")):
        address = f"https://www.google.com/maps/embed?{urlencode({'pb': pb})}"
        return address, address, "map"
    if url.netloc == "google.com" and not re.fullmatch(r"/maps(/.*)?", url.path):
        return None
    found = re.search(r"/@(-?\d{1,2}(?:\.\d{1,8})?,-?\d{1,3}(?:\.\d{1,8})?),(\d{1,2})(?:\.\d+)?z", url.path)
    point = found[1] if found else _first(query, "ll", r"-?\d{1,2}(?:\.\d{1,8})?,-?\d{1,3}(?:\.\d{1,8})?")
    zoom = found[2] if found else _first(query, "z", r"\d{1,2}")
    place = re.search(r"/maps/(?:place|search)/([^/@]{1,300})", url.path)
    words = parse_qs(f"q={place[1]}")["q"][0] if place else query.get("q", query.get("query", [""]))[0][:300]
    asked = {"q": words or point, "ll": point if words else "", "z": zoom}
    if not asked["q"]:
        return None
    address = "https://www.google.com/maps?" + urlencode({name: value for name, value in asked.items() if value})
    return address, f"{address}&output=embed", "map"


# Of what stands below somebody's name these are lists, and below the first name none is somebody's.
_SOUNDCLOUD_LISTS = frozenset(
    "albums comments followers following likes popular-tracks reposts sets spotlight tracks".split()
)
_SOUNDCLOUD_OWN = frozenset("charts discover jobs pages people search settings stream tags upload you".split())


def _soundcloud(url: SplitResult) -> _Found:
    found = re.fullmatch(r"/([\w-]{1,60})(/sets)?/([\w-]{1,255})(/s-\w{5,30})?/?", url.path, re.ASCII)
    if not found or found[1] in _SOUNDCLOUD_OWN or found[3] in _SOUNDCLOUD_LISTS:
        return None
    address = f"https://soundcloud.com/{found[1]}{found[2] or ''}/{found[3]}{found[4] or ''}"
    asked = {"url": address, "auto_play": "false", "hide_related": "true", "show_comments": "false"}
    return address, f"https://w.soundcloud.com/player/?{urlencode(asked)}", "sounds" if found[2] else "sound"


def _spotify(url: SplitResult) -> _Found:
    pattern = r"(?:/intl-[a-z]{2})?(?:/embed)?/(episode|track|show|album|playlist)/([0-9A-Za-z]{22})/?"
    found = re.fullmatch(pattern, url.path)
    if not found:
        return None
    address = f"https://open.spotify.com/{found[1]}/{found[2]}"
    frame = f"https://open.spotify.com/embed/{found[1]}/{found[2]}"
    return address, frame, "sound" if found[1] in ("episode", "track") else "sounds"


def _apple_podcasts(url: SplitResult) -> _Found:
    found = re.fullmatch(r"((?:/[a-z]{2})?/podcast)(?:/[^/]+)?/id(\d{5,12})/?", url.path, re.ASCII)
    if not found:
        return None
    episode = _first(parse_qs(url.query), "i", r"\d{5,20}")
    path = f"{found[1]}/id{found[2]}" + (f"?i={episode}" if episode else "")
    return (
        f"https://podcasts.apple.com{path}",
        f"https://embed.podcasts.apple.com{path}",
        "sound" if episode else "sounds",
    )


@dataclass(frozen=True)
class _Provider:
    key: str
    name: str
    hosts: frozenset[str]
    read: Callable[[SplitResult], _Found]


_PROVIDERS = [
    _Provider("youtube", "YouTube", frozenset({"youtube.com", "youtu.be", "youtube-nocookie.com"}), _youtube),
    _Provider("vimeo", "Vimeo", frozenset({"vimeo.com", "player.vimeo.com"}), _vimeo),
    _Provider("x", "X", frozenset({"x.com", "twitter.com"}), _x),
    _Provider("facebook", "Facebook", frozenset({"facebook.com"}), _facebook),
    _Provider("telegram", "Telegram", frozenset({"t.me", "telegram.me"}), _telegram),
    _Provider("instagram", "Instagram", frozenset({"instagram.com"}), _instagram),
    _Provider("soundcloud", "SoundCloud", frozenset({"soundcloud.com"}), _soundcloud),
    _Provider("spotify", "Spotify", frozenset({"open.spotify.com"}), _spotify),
    _Provider(
        "apple-podcasts",
        "Apple Podcasts",
        frozenset({"podcasts.apple.com", "embed.podcasts.apple.com"}),
        _apple_podcasts,
    ),
    _Provider("datawrapper", "Datawrapper", frozenset({"datawrapper.dwcdn.net", "datawrapper.de"}), _datawrapper),
    _Provider("maps", "Google Maps", frozenset({"google.com", "maps.google.com"}), _maps),
]
VIDEO = frozenset({"youtube", "vimeo", "facebook"})
AUDIO = frozenset({"soundcloud", "spotify", "apple-podcasts"})


def find(address: str) -> Embed | None:
    """What stands at `address`, however somebody copied it; None where it is nothing that we show."""
    address = address.strip()
    if len(address) > LONGEST or not address.isprintable():
        return None
    if not re.match(r"https?://", address, re.IGNORECASE):
        address = f"https://{address}"
    try:
        url = urlsplit(address)
        port = url.port
    except ValueError:
        return None
    if url.username or port:
        return None
    host = re.sub(r"^(www|m|mobile)\.", "", (url.hostname or "").lower())
    for provider in _PROVIDERS:
        if host in provider.hosts:
            found = provider.read(url._replace(netloc=host))
            return Embed(provider.key, provider.name, *found) if found else None
    return None


def refusal(address: str) -> str:
    """Why `address` can’t be embedded, in words for whoever typed it."""
    return _(
        "“%(address)s” can’t be embedded. Copy the address of one post, video, recording, chart or map from %(sites)s."
    ) % {
        "address": address.strip()[:100],
        "sites": names(),
    }


def names() -> str:
    return ", ".join(provider.name for provider in _PROVIDERS)


def hosts(embeds: Iterable[Embed]) -> list[str]:
    """The sources of their frames, for a page's policy."""
    return sorted({embed.host for embed in embeds})
