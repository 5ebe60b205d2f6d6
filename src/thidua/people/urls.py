"""Addresses of persons."""

from django.urls import path

from thidua.people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("xuat-bang-tinh/", views.export, name="export"),
    path("them/", views.add, name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/so-dinh-danh/", views.identity, name="identity"),
    path("<int:pk>/ho-so/<slug:sort>/", views.add_fact, name="add_fact"),
    path("<int:pk>/ho-so/<slug:sort>/<int:fact>/", views.change_fact, name="change_fact"),
    path("<int:pk>/ho-so/<slug:sort>/<int:fact>/xoa/", views.remove_fact, name="remove_fact"),
    path("<int:pk>/ho-so/vu-viec/<int:fact>/ket-thuc/", views.conclude, name="conclude"),
]
