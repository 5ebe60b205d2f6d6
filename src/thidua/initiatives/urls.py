"""Addresses of initiatives."""

from django.urls import path

from thidua.initiatives import views

app_name = "initiatives"
urlpatterns = [
    path("", views.index, name="index"),
    path("xuat/", views.export, name="export"),
    path("dua-ra-hoi-dong/<int:pk>/", views.put, name="put"),
    path("them/<int:pk>/", views.add, name="add"),
    path("<int:pk>/sua/", views.change, name="change"),
    path("<int:pk>/cong-nhan/", views.recognise, name="recognise"),
    path("<int:pk>/xoa/", views.remove, name="remove"),
]
