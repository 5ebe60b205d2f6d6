"""Addresses of registrations."""

from django.urls import path

from thidua.movements import views

app_name = "movements"
urlpatterns = [
    path("ca-nhan/<int:pk>/", views.add, name="add"),
    path("tap-the/<int:pk>/", views.add_collective, name="add_collective"),
    path("<int:pk>/xoa/", views.remove, name="remove"),
]
