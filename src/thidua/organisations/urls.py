"""Addresses of organisations."""

from django.urls import path

from thidua.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.index, name="index"),
    path("xuat-bang-tinh/", views.export, name="export"),
    path("them/", views.add, name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("cay-to-chuc/", views.tree, name="tree"),
    path("cay-to-chuc/xuat-bang-tinh/", views.export_tree, name="export_tree"),
    path("<int:pk>/lich-su/", views.history, name="history"),
    path("<int:pk>/sua-ten/", views.correct_name, name="correct_name"),
    path("<int:pk>/sap-xep/", views.choose, name="choose"),
    path("<int:pk>/sap-xep/<slug:act>/", views.reorganise, name="reorganise"),
    path("viec-sap-xep/<int:pk>/hoan-tac/", views.undo, name="undo"),
    path("<int:pk>/tinh-lich-su/<int:predecessor>/", views.recognise, name="recognise"),
    path("tinh-lich-su/<int:pk>/rut/", views.withdraw, name="withdraw"),
    path("<int:pk>/mo-lai/", views.reopen, name="reopen"),
    path("<int:pk>/nam/", views.add_year, name="add_year"),
    path("<int:pk>/nam/<int:year>/", views.change_year, name="change_year"),
    path("<int:pk>/nam/<int:year>/xoa/", views.remove_year, name="remove_year"),
]
