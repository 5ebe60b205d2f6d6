"""Addresses of councils: /hoi-dong/."""

from django.urls import path

from thidua.councils.views import ballot, council, sitting, steps

app_name = "councils"
urlpatterns = [
    path("", council.index, name="index"),
    path("lap/", council.new, name="new"),
    path("<int:pk>/", council.detail, name="council"),
    path("<int:pk>/sua/", council.edit, name="edit"),
    path("<int:pk>/them-thanh-vien/", council.add_member, name="add_member"),
    path("thanh-vien/<int:pk>/thoi/", council.end_member, name="end_member"),
    path("<int:pk>/phien-hop/lap/", sitting.new, name="new_sitting"),
    path("phien-hop/<int:pk>/", sitting.detail, name="sitting"),
    path("phien-hop/<int:pk>/sua/", sitting.edit, name="edit_sitting"),
    path("phien-hop/<int:pk>/diem-danh/", sitting.attendance, name="attendance"),
    path("phien-hop/<int:pk>/ghi-bien-ban/", sitting.write_minutes, name="write_minutes"),
    path("phien-hop/<int:pk>/bien-ban/", sitting.minutes, name="minutes"),
    path("phien-hop/<int:pk>/de-nghi/<int:motion>/", sitting.papers, name="papers"),
    path("phien-hop/<int:pk>/moi-hop/", steps.convene, name="convene"),
    path("phien-hop/<int:pk>/mo-phieu/", steps.open_ballot, name="open_ballot"),
    path("phien-hop/<int:pk>/tien-do/", steps.progress, name="progress"),
    path("phien-hop/<int:pk>/dong-phieu/", steps.close_ballot, name="close_ballot"),
    path("phien-hop/<int:pk>/ket-luan/", steps.conclude, name="conclude"),
    path("phien-hop/<int:pk>/bo-phieu/", ballot.ballot, name="ballot"),
    path("phien-hop/<int:pk>/da-bo-phieu/", ballot.done, name="ballot_done"),
]
