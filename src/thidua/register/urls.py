"""Addresses of the book of record."""

from django.urls import path

from thidua.register import views

app_name = "register"
urlpatterns = [
    path("", views.index, name="index"),
    path("kiem-tra/", views.verify, name="verify"),
    path("xuat-bang-tinh/", views.export, name="export"),
    path("ghi-quyet-dinh-giay/", views.add, name="add"),
    path("cho-xac-nhan/", views.matching, name="matching"),
    path("ke-khai/", views.claims, name="claims"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/xac-nhan/", views.confirm, name="confirm"),
    path("<int:pk>/khong-khop/", views.reject, name="reject"),
    path("<int:pk>/go-khop/", views.undo, name="undo"),
    path("<int:pk>/huy-bo/", views.revoke, name="revoke"),
]
