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
    path("<int:pk>/doi-ten/", views.rename, name="rename"),
    path("<int:pk>/ket-thuc/", views.close, name="close"),
    path("<int:pk>/mo-lai/", views.reopen, name="reopen"),
    path("<int:pk>/nam/", views.add_year, name="add_year"),
    path("<int:pk>/nam/<int:year>/", views.change_year, name="change_year"),
    path("<int:pk>/nam/<int:year>/xoa/", views.remove_year, name="remove_year"),
]
