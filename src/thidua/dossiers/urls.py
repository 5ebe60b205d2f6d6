"""Addresses of dossiers: /ho-so/."""

from django.urls import path

from thidua.dossiers.views import completing, detail, lists, making, steps

app_name = "dossiers"
urlpatterns = [
    path("", lists.index, name="index"),
    path("xuat/", lists.export, name="export"),
    path("lap/", making.create, name="create"),
    path("<int:pk>/", detail.nominees, name="detail"),
    path("<int:pk>/tai-lieu/", detail.documents, name="documents"),
    path("<int:pk>/dieu-kien/", detail.conditions, name="conditions"),
    path("<int:pk>/lich-su/", detail.history, name="history"),
    path("<int:pk>/to-trinh/", detail.submission, name="submission"),
    path("<int:pk>/sua/", making.edit, name="edit"),
    path("de-nghi/<int:pk>/rut/", making.withdraw, name="withdraw"),
    path("de-nghi/<int:pk>/tom-tat/", making.summary, name="summary"),
    path("<int:pk>/xac-nhan/", completing.confirm, name="confirm"),
    path("xac-nhan/<int:pk>/bo/", completing.withdraw_confirmation, name="withdraw_confirmation"),
    path("<int:pk>/them-tai-lieu/", completing.add_row, name="add_document"),
    path("tai-lieu/<int:pk>/", completing.download, name="document"),
    path("tai-lieu/<int:pk>/tai-len/", completing.upload, name="upload"),
    path("<int:pk>/trinh/", steps.submit, name="submit"),
    path("<int:pk>/tra-lai/", steps.return_, name="return"),
    path("<int:pk>/tham-dinh/", steps.accept, name="accept"),
    path("<int:pk>/trinh-hoi-dong/", steps.put, name="put"),
    path("<int:pk>/rut-khoi-phien/", steps.take_back, name="take_back"),
    path("<int:pk>/huy/", steps.cancel, name="cancel"),
]
