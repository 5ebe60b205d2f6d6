"""Addresses of bonuses."""

from django.urls import URLPattern, path

from thidua.bonuses import views

app_name = "bonuses"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.decision, name="decision"),
    path("<int:pk>/da-chi/", views.pay, name="pay"),
    path("<int:pk>/bo-ghi-nhan/", views.take_back, name="take_back"),
    path("<int:pk>/danh-sach-chi.docx", views.docx, name="docx"),
    path("<int:pk>/danh-sach-chi.xlsx", views.xlsx, name="xlsx"),
]
