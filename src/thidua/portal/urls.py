"""Addresses of portal."""

from django.urls import URLPattern, path

from thidua.portal import views

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", views.check, name="check"),
    path("<str:token>/", views.certificate, name="certificate"),
]
