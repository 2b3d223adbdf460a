from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig

# CKEditor's plugins that desk/editor.py removes. Some call other companies' servers, some ship
# HTML pages that would be public below /static/. A directory pattern must end in "/*".
# fmt: off
UNUSED_PLUGINS = [
    "about", "adobeair", "ajax", "autoembed", "bbcode", "bidi", "codesnippet", "codesnippetgeshi", "colordialog",
    "copyformatting", "devtools", "div", "divarea", "docprops", "embed", "embedbase", "embedsemantic", "exportpdf",
    "flash", "forms", "iframe", "iframedialog", "image", "image2", "language", "mathjax", "pagebreak", "placeholder",
    "preview", "scayt", "sharedspace", "smiley", "sourcedialog", "stylesheetparser", "tableresize", "templates",
    "liststyle", "tableselection", "tabletools", "uicolor", "uploadimage", "wsc", "xml",
]
# fmt: on


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Static files without the parts of CKEditor that the desk doesn't load."""

    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        *(f"ckeditor/ckeditor/plugins/{plugin}/*" for plugin in UNUSED_PLUGINS),
        "ckeditor/ckeditor/adapters/*",
        "ckeditor/galleriffic/*",
        "ckeditor/file-icons/*",
    ]
