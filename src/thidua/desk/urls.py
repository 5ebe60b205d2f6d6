"""Addresses of desk."""

from django.urls import path

from thidua.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("tim/", views.find, name="search"),
    path("tim/goi-y/", views.suggest, name="suggest"),
]
