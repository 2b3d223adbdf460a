"""
The editor of rich text, all of it in this file so that another could take its place.

CKEditor 4 has no maintainer any more, so it is never trusted: it proposes HTML, core.html.gate() decides. What it
offers is made from the gate's own list (allowed_content), so that nobody formats what is then taken away. Plugins
removed here are not shipped either: newsroom/static_files.py.
"""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from csp.constants import SELF, UNSAFE_INLINE
from django.forms import Media
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import embeds
from core.html import ALLOWED, ALLOWED_CLASSES
from core.soup import MOST_PICTURES, RENAMED

# For the pages with the editor, and for no other: it writes styles and handlers into the page. No unsafe-eval.
POLICY = {
    "default-src": ["'none'"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

REMOVED_PLUGINS = (
    # They call other companies' servers, ship pages of their own, or make what the gate takes away.
    "about bidi colorbutton colordialog copyformatting dialogadvtab div exportpdf flash font forms iframe image "
    "language newpage pagebreak preview print save scayt smiley sourcearea stylesheetparser templates uploadimage wsc "
    # Without these the browser's own menu, with its spelling, is back on the right button.
    "contextmenu liststyle tabletools tableselection "
    # The page grows with the text, and says itself where the cursor is.
    "elementspath resize"
).split()

TOOLBAR = [
    ["Format", "Styles"],
    ["Bold", "Italic", "RemoveFormat"],
    ["Link", "Unlink"],
    ["BulletedList", "NumberedList", "Blockquote"],
    ["Table", "HorizontalRule", "SpecialChar"],
    ["Find", "ShowBlocks", "Maximize"],
    ["Undo", "Redo"],
]

# Theirs are words, not icons: static/desk/blocks.js, which registers the plugin before an editor starts.
BLOCKS = ["nrcard", "nrphoto", "nrgallery", "nrpull", "nrfacts", "nrembed"]
# Shown while the cursor is in a table.
IN_A_TABLE = ["nrrow", "nrcolumn", "nrnorow", "nrnocolumn"]

STYLES = [
    {"name": _("Lede"), "element": "p", "attributes": {"class": "lede"}},
    {"name": _("Question"), "element": "p", "attributes": {"class": "question"}},
    {"name": _("Answer"), "element": "p", "attributes": {"class": "answer"}},
    {"name": _("Note"), "element": "p", "attributes": {"class": "note"}},
]


def allowed_content() -> dict[str, dict[str, str]]:
    """The gate's list in the editor's words: each tag with its attributes and classes. No style, ever."""
    everywhere = ALLOWED["*"] - {"class"}
    rules = {}
    for tag, attributes in sorted(ALLOWED.items()):
        if tag == "*":
            continue
        rules[tag] = {"attributes": ",".join(sorted(attributes | everywhere))}
        if classes := ALLOWED_CLASSES.get(tag):
            rules[tag]["classes"] = ",".join(sorted(classes))
    return rules


def pasted() -> dict[str, Any]:
    """What static/desk/paste.js goes by: the gate's other names for elements, and the attributes of each."""
    return {
        "renamed": dict(RENAMED),
        "allowed": {tag: sorted(attributes) for tag, attributes in ALLOWED.items() if tag != "*" and attributes},
    }


def configuration() -> dict[str, Any]:
    """CKEditor's configuration. Built per form, because static() can't be asked while settings load."""
    return {
        "customConfig": "",
        "skin": "moono-lisa",
        "toolbar": TOOLBAR,
        "format_tags": "p;h2;h3;h4",
        "stylesSet": STYLES,
        "allowedContent": allowed_content(),
        "removePlugins": ",".join(REMOVED_PLUGINS),
        "extraPlugins": "autogrow,nrpaste",
        "autoGrow_onStartup": True,
        "autoGrow_minHeight": 380,
        "autoGrow_bottomSpace": 40,
        "removeDialogTabs": "link:advanced;link:target;table:advanced",
        "disableNativeSpellChecker": False,
        "entities": False,
        "fillEmptyBlocks": False,
        "clipboard_handleImages": False,
        # static/desk/paste.js makes of it what the gate would; CKEditor's own filter knows no block of ours.
        "pasteFilter": None,
        "newsroomPaste": pasted(),
        "pasteFromWordRemoveFontStyles": True,
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "linkDefaultProtocol": "https://",
        "title": _("Text"),
        "width": "100%",
        "bodyClass": "text",
        # The readers' own type and colours, at the readers' measure: a writer sees the piece.
        "contentsCss": [
            static(name)
            for name in ("css/tokens.css", "css/fonts.css", "css/base.css", "css/article.css", "desk/editor.css")
        ],
    }


class RichText(CKEditorWidget):
    """
    The widget for an HTMLField. `language` and `direction` are those of the text, not of the desk.

    With `blocks` it offers a story's blocks, each by a button of its own: static/desk/blocks.js.
    """

    language = ""
    direction = ""
    # The uid of the story that is written, which has no card of itself.
    story_uid = ""

    def __init__(self, attrs: dict[str, Any] | None = None, *, blocks: bool = False) -> None:
        super().__init__(attrs=attrs)
        self.blocks = blocks
        self.config: dict[str, Any] = {}

    @property
    def media(self) -> Media:
        editor = super().media
        scripts = ["desk/paste.js"]
        if self.blocks:
            scripts += [f"desk/blocks{part}.js" for part in ("-dialogs", "-widgets", "-gallery", "")]
        # In one list with the editor's own, whose order is kept: plugins come after it.
        return Media(css={"all": ["desk/blocks.css"]} if self.blocks else {}, js=[*editor._js, *scripts])

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        drawn = super().render(name, value, attrs, renderer)
        if not self.blocks:
            return drawn
        context = {"but": self.story_uid, "sites": embeds.names(), "most": MOST_PICTURES}
        return drawn + render_to_string("desk/_blocks.html", context)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        self.config = configuration()
        if self.blocks:
            self.config["toolbar"] = [*TOOLBAR[:4], BLOCKS, TOOLBAR[4] + IN_A_TABLE, *TOOLBAR[5:]]
            self.config["extraPlugins"] += ",widget,nrblocks"
        if self.language:
            self.config |= {"contentsLanguage": self.language, "contentsLangDirection": self.direction}
        return super().get_context(name, value, attrs)
