"""Addresses of portal."""

from django.urls import URLPattern, path

from thidua.portal import views

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", views.check, name="check"),
    path("khoa/", views.keys, name="keys"),
    path("khoa.json", views.keys_file, name="keys_file"),
    path("kiem-tra-bang.html", views.offline_page, name="offline"),
    path("<str:token>/", views.certificate, name="certificate"),
]
