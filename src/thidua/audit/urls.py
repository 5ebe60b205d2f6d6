"""Addresses of audit."""

from django.urls import path

from thidua.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.index, name="index"),
    path("xuat-bang-tinh/", views.export, name="export"),
    path("kiem-tra/", views.verify, name="verify"),
]
