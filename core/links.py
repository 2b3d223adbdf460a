"""Addresses as they were before somebody followed them: without the marks by which sites watch who goes where."""

import re
from urllib.parse import unquote

# Names of advertisers' and mailers' parameters. What a page needs to be found (?id=, ?v=, ?p=) is none of them.
_MARK = re.compile(
    r"(?:utm_\w*|at_(?:medium|campaign|link_\w+|format|ptr_name|bbc_team)|fbclid|gclid|gclsrc|dclid|gbraid|wbraid"
    r"|msclkid|yclid|ysclid|_openstat|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|__hstc"
    r"|__hssc|hsctatracking|vero_id|vero_conv|oly_enc_id|oly_anon_id|wickedid|srsltid|_ga|_gl|ref_src|ref_url|s_cid"
    r"|cmpid|fb_action_ids|fb_action_types|fb_source|epik|rb_clickid|irclickid|sc_cid)",
    re.IGNORECASE,
)
# Addresses that lead to another by way of somebody who counts: Google Docs' exports, Facebook's messages.
_THROUGH = re.compile(
    r"https?://(?:www\.google\.[a-z.]{2,6}/url|l\.(?:facebook|instagram)\.com/l\.php|lm\.facebook\.com/l\.php)\?"
    r"(?:[^#]*&)?(?:q|url|u)=(https?%3A%2F%2F[^&#]+|https?://[^&#]+)",
    re.IGNORECASE,
)


def without_marks(address: str) -> str:
    """`address` without the parameters that only track; everything else of it byte for byte. Twice changes nothing."""
    for _step in range(3):  # one may lead through another
        if not (through := _THROUGH.match(address)):
            break
        address = unquote(through.group(1)) if "%3A" in through.group(1).upper() else through.group(1)
    before, question, rest = address.partition("?")
    if not question or "#" in before:
        return address
    query, hash_sign, fragment = rest.partition("#")
    parts = query.split("&")
    kept = [part for part in parts if not _MARK.fullmatch(part.partition("=")[0])]
    if len(kept) == len(parts):
        return address
    return before + ("?" + "&".join(kept) if kept else "") + hash_sign + fragment
