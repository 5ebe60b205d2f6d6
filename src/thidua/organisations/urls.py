"""Addresses of organisations."""

from django.urls import path

from thidua.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.index, name="index"),
    path("xuat-bang-tinh/", views.export, name="export"),
    path("<int:pk>/", views.detail, name="detail"),
]
