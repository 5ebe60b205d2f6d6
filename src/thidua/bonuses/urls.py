"""Addresses of bonuses."""

from django.urls import URLPattern

app_name = "bonuses"
urlpatterns: list[URLPattern] = []
