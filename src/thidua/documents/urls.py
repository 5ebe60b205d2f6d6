"""Addresses of the templates of papers."""

from django.urls import URLPattern, path

from thidua.documents.views import certificates
from thidua.documents.views import templates as views

app_name = "documents"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("bang/", certificates.index, name="certificates"),
    path("bang/thiet-ke/", certificates.start, name="certificate_start"),
    path("bang/hoa-van.svg", certificates.ornament, name="certificate_ornament"),
    path("bang/may-in/<int:printer>/bo/", certificates.remove_printer, name="printer_remove"),
    path("bang/mau/<int:form>/", certificates.design, name="certificate_form"),
    path("bang/mau/<int:form>/xem/", certificates.preview, name="certificate_preview"),
    path("bang/mau/<int:form>/nen/", certificates.set_background, name="certificate_set"),
    path("bang/mau/<int:form>/nen.jpg", certificates.background, name="certificate_background"),
    path("bang/mau/<int:form>/in-thu.pdf", certificates.trial, name="certificate_trial"),
    path("bang/mau/<int:form>/dung/", certificates.use, name="certificate_use"),
    path("bang/mau/<int:form>/bo/", certificates.discard, name="certificate_discard"),
    path("bang/muc/<slug:slug>/", certificates.target, name="certificate_target"),
    path("bang/muc/<slug:slug>/bo/", certificates.return_to_shipped, name="certificate_return"),
    path("<slug:code>/", views.detail, name="detail"),
    path("<slug:code>/<int:version>/dung/", views.use, name="use"),
    path("<slug:code>/<int:version>.docx", views.download, name="download"),
    path("<slug:code>/<int:version>.pdf", views.preview, name="preview"),
]
