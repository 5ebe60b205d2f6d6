"""Addresses of rounds and answers."""

from django.urls import path

from thidua.eligibility.views import explain, export, findings, grid, quick, rounds, steps, whatif

app_name = "eligibility"
urlpatterns = [
    path("", rounds.index, name="index"),
    path("xuat/", export.rounds, name="export_rounds"),
    path("<int:pk>/", grid.people, name="grid"),
    path("<int:pk>/tap-the/", grid.units, name="units"),
    path("<int:pk>/quet/", rounds.screen, name="screen"),
    path("<int:pk>/khen-thuong/", rounds.awards, name="awards"),
    path("<int:pk>/dong/", rounds.close, name="close"),
    path("<int:pk>/mo-lai/", rounds.reopen, name="reopen"),
    path("<int:pk>/ket-luan/", findings.several, name="several"),
    path("<int:pk>/xuat.xlsx", export.download, name="export"),
    path("<int:pk>/xuat/", export.table, name="export_grid"),
    path("<int:pk>/mot-buoc/", steps.one_away, name="one_away"),
    path("<int:pk>/mot-buoc/xuat/", steps.export_one_away, name="export_one_away"),
    path("quet-nhanh/", quick.page, name="quick"),
    path("quet-nhanh/xuat/", quick.export, name="export_quick"),
    path("thu-quy-dinh/", whatif.page, name="whatif"),
    path("buoc-tiep-theo/<int:pk>/", steps.person, name="next_steps"),
    path("ket-qua/<int:pk>/", explain.explain, name="explain"),
    path("ket-qua/<int:pk>/ket-luan/", explain.record, name="record_finding"),
    path("ket-qua/<int:pk>/xet-lai/", explain.again, name="assess"),
    path("ket-luan/<int:pk>/rut/", explain.withdraw, name="withdraw_finding"),
]
