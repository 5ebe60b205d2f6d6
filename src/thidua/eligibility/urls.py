"""Addresses of rounds and answers."""

from django.urls import path

from thidua.eligibility.views import explain, export, findings, grid, rounds

app_name = "eligibility"
urlpatterns = [
    path("", rounds.index, name="index"),
    path("<int:pk>/", grid.people, name="grid"),
    path("<int:pk>/tap-the/", grid.units, name="units"),
    path("<int:pk>/quet/", rounds.screen, name="screen"),
    path("<int:pk>/khen-thuong/", rounds.awards, name="awards"),
    path("<int:pk>/dong/", rounds.close, name="close"),
    path("<int:pk>/mo-lai/", rounds.reopen, name="reopen"),
    path("<int:pk>/ket-luan/", findings.several, name="several"),
    path("<int:pk>/xuat.xlsx", export.download, name="export"),
    path("ket-qua/<int:pk>/", explain.explain, name="explain"),
    path("ket-qua/<int:pk>/ket-luan/", explain.record, name="record_finding"),
    path("ket-qua/<int:pk>/xet-lai/", explain.again, name="assess"),
    path("ket-luan/<int:pk>/rut/", explain.withdraw, name="withdraw_finding"),
]
