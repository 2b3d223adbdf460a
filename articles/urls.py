from django.urls import URLPattern, path, re_path

from core import converters  # noqa: F401 (registers <year:>, <two:> and <number:>)

from . import earlier, reports, views
from .models import Page

urlpatterns: list[URLPattern] = [
    path("<year:year>/<two:month>/<two:day>/<slug:slug>/", views.article, name="article"),
    path("<year:year>/<two:month>/<two:day>/<slug:slug>/text/", views.text, name="article_text"),
    path("<year:year>/<two:month>/<two:day>/<slug:slug>/ninjs.json", views.ninjs, name="article_ninjs"),
    path("<year:year>/<two:month>/<two:day>/<slug:slug>/report/", reports.report, name="report"),
    path("<year:year>/<two:month>/<two:day>/<slug:slug>/report/thanks/", reports.thanks, name="report_thanks"),
    path("<year:year>/<two:month>/<two:day>/<slug:slug>/v/", earlier.history, name="article_history"),
    path("<year:year>/<two:month>/<two:day>/<slug:slug>/v/<number:number>/", earlier.edition, name="article_edition"),
    path(
        "<year:year>/<two:month>/<two:day>/<slug:slug>/v/<number:number>/changes/",
        earlier.changes,
        name="article_changes",
    ),
    re_path(rf"^(?P<slug>{'|'.join(Page.Slug.values)})/$", views.page, name="page"),
]
