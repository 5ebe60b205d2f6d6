"""Addresses of the law on the screen."""

from django.urls import path

from thidua.legislation.views import browse, texts

app_name = "legislation"
urlpatterns = [
    path("", browse.index, name="index"),
    path("xuat-bang-tinh/", browse.export, name="export"),
    path("chua-biet/", browse.gaps, name="gaps"),
    path("chua-biet/xuat-bang-tinh/", browse.export_gaps, name="export_gaps"),
    path("da-nap/", texts.index, name="texts"),
    path("da-nap/giu-nguyen/", texts.confirm, name="confirm"),
    path("da-nap/<str:name>/go/", texts.withdraw, name="withdraw"),
    path("<slug:code>/", browse.award, name="award"),
    path("<slug:code>/nap/", texts.load, name="load"),
]
