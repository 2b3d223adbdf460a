"""The newsroom's own address, from which hosts, cookies and redirects follow."""

from dataclasses import dataclass
from urllib.parse import urlsplit

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class SiteURL:
    """An origin: `https://news.example`, with no slash at the end."""

    origin: str
    host: str
    netloc: str
    is_secure: bool

    @property
    def is_local(self) -> bool:
        return self.host in LOCAL_HOSTS

    @property
    def allowed_hosts(self) -> list[str]:
        """This site's host, and the local ones: that is how a machine asks itself for /healthz."""
        bracketed = f"[{self.host}]" if ":" in self.host else self.host
        return list(dict.fromkeys([bracketed, "localhost", "127.0.0.1", "[::1]"]))


def parse(value: str) -> SiteURL:
    """The address as written, or ValueError where it is anything but http(s)://host[:port]."""
    url = urlsplit(value.strip())
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError(f"an address such as https://news.example is needed, not {value!r}.")
    if url.path.strip("/") or url.query or url.fragment or url.username or url.password:
        raise ValueError(f"only scheme, host and port belong in it, not {value!r}.")
    if any(character.isspace() or character in "*,;<>\"'\\" for character in url.netloc):
        raise ValueError(f"{url.netloc!r} is no host name.")
    _ = url.port  # raises for a port that is none
    netloc = url.netloc.lower()
    return SiteURL(origin=f"{url.scheme}://{netloc}", host=url.hostname, netloc=netloc, is_secure=url.scheme == "https")


def tag_authority(site: SiteURL) -> str:
    """The host, with a day that never changes: the beginning of the year in which this way of naming began."""
    host = site.host.encode("idna").decode("ascii") if not site.host.isascii() else site.host
    # An address of IPv6 is no host name, and nothing that lasts.
    return f"{'localhost' if ':' in host else host},2026"
