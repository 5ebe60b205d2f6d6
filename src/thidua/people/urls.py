"""Addresses of persons."""

from django.urls import path

from thidua.people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("xuat-bang-tinh/", views.export, name="export"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/so-dinh-danh/", views.identity, name="identity"),
]
