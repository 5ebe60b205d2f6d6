"""Addresses of exchange."""

from django.urls import URLPattern, path

from thidua.exchange.views import batch, columns, confirm, decisions, upload

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path("", upload.index, name="index"),
    path("xuat/", upload.export, name="export"),
    path("tep-mau/", upload.template, name="template"),
    path("<int:pk>/", batch.batch, name="batch"),
    path("<int:pk>/tien-do/", batch.progress_part, name="progress"),
    path("<int:pk>/doc-lai/", batch.resume, name="resume"),
    path("<int:pk>/cot/", columns.columns, name="columns"),
    path("<int:pk>/quyet-dinh/", decisions.decisions, name="decisions"),
    path("<int:pk>/danh-hieu/", decisions.explain, name="explain"),
    path("<int:pk>/dong/<int:row_pk>/", decisions.choose, name="choose"),
    path("<int:pk>/nghi-van/", batch.problems, name="problems"),
    path("<int:pk>/xac-nhan/", confirm.confirm, name="confirm"),
    path("<int:pk>/bo/", confirm.discard, name="discard"),
    path("<int:pk>/go/", confirm.undo, name="undo"),
]
