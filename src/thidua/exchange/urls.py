"""Addresses of exchange."""

from django.urls import URLPattern, path

from thidua.exchange.views import batch, confirm, upload

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path("", upload.index, name="index"),
    path("tep-mau/", upload.template, name="template"),
    path("<int:pk>/", batch.batch, name="batch"),
    path("<int:pk>/cot/", batch.columns, name="columns"),
    path("<int:pk>/dong/<int:row_pk>/", batch.choose, name="choose"),
    path("<int:pk>/nghi-van/", batch.problems, name="problems"),
    path("<int:pk>/xac-nhan/", confirm.confirm, name="confirm"),
    path("<int:pk>/bo/", confirm.discard, name="discard"),
]
