"""Network addresses and browsers as we keep them: enough to know one's own, too little to find a person."""

import ipaddress
import re

# In this order: each of these also calls itself by the names below it.
_BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|Chromium|CriOS|HeadlessChrome)/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMac OS X\b|\bMacintosh\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Linux", r"\bLinux\b"),
)


def truncated(address: str) -> str:
    """The network of an address: 198.51.100.0, 2001:db8:1:: (the first 24 bits, 48 of IPv6); "" for what is none."""
    return _cut(address, 24, 48)


def household(address: str) -> str | None:
    """What one sender has: an address, or of IPv6 a network of 64 bits, all of which is anybody's; None for none."""
    return _cut(address, 32, 64) or None


def _cut(address: str, bits: int, bits_of_ipv6: int) -> str:
    try:
        ip = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    cut = ipaddress.ip_network((ip, bits if ip.version == 4 else bits_of_ipv6), strict=False)
    return str(cut.network_address)


def browser_of(agent: str) -> str:
    """
    "Firefox, Linux" of a User-Agent; "" of one that names nothing we know.

    For people to recognise their own by; nothing is decided by it. A library (ua-parser) knows thousands more and
    their versions, which would tell people apart.
    """
    found = (next((name for name, sign in table if re.search(sign, agent)), "") for table in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found))
