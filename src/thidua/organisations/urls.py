"""Addresses of organisations."""

from django.urls import path

from thidua.organisations import views
from thidua.organisations.views.clusters import keeping, pages, work

app_name = "organisations"
urlpatterns = [
    path("", views.index, name="index"),
    path("xuat-bang-tinh/", views.export, name="export"),
    path("them/", views.add, name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("cay-to-chuc/", views.tree, name="tree"),
    path("cay-to-chuc/xuat-bang-tinh/", views.export_tree, name="export_tree"),
    path("<int:pk>/lich-su/", views.history, name="history"),
    path("<int:pk>/sua-ten/", views.correct_name, name="correct_name"),
    path("<int:pk>/sap-xep/", views.choose, name="choose"),
    path("<int:pk>/sap-xep/<slug:act>/", views.reorganise, name="reorganise"),
    path("viec-sap-xep/<int:pk>/hoan-tac/", views.undo, name="undo"),
    path("<int:pk>/tinh-lich-su/<int:predecessor>/", views.recognise, name="recognise"),
    path("tinh-lich-su/<int:pk>/rut/", views.withdraw, name="withdraw"),
    path("<int:pk>/mo-lai/", views.reopen, name="reopen"),
    path("<int:pk>/nam/", views.add_year, name="add_year"),
    path("<int:pk>/nam/<int:year>/", views.change_year, name="change_year"),
    path("<int:pk>/nam/<int:year>/xoa/", views.remove_year, name="remove_year"),
]

urlpatterns += [
    path("cum-khoi/", pages.clusters, name="clusters"),
    path("cum-khoi/xuat-bang-tinh/", pages.export_clusters, name="export_clusters"),
    path("cum-khoi/lap/", keeping.add_cluster, name="add_cluster"),
    path("cum-khoi/<int:pk>/", pages.cluster, name="cluster"),
    path("cum-khoi/<int:pk>/sua/", keeping.edit_cluster, name="edit_cluster"),
    path("cum-khoi/<int:pk>/ket-thuc/", keeping.end_cluster, name="end_cluster"),
    path("cum-khoi/<int:pk>/mo-lai/", keeping.reopen_cluster, name="reopen_cluster"),
    path("cum-khoi/<int:pk>/thanh-vien/", pages.export_members, name="export_cluster_members"),
    path("cum-khoi/<int:pk>/nam/<int:year>/", keeping.members, name="cluster_members"),
    path("cum-khoi/<int:pk>/nam/<int:year>/chuyen/", keeping.carry_over, name="carry_over"),
    path("cum-khoi/<int:pk>/nam/<int:year>/them/", keeping.join, name="join_cluster"),
    path("cum-khoi/<int:pk>/thanh-vien/<int:place>/ra/", keeping.leave, name="leave_cluster"),
    path("cum-khoi/<int:pk>/nam/<int:year>/nhiem-vu/", keeping.duty, name="give_duty"),
    path("cum-khoi/<int:pk>/thanh-vien/<int:place>/thoi/", keeping.drop_duty, name="drop_duty"),
    path("cum-khoi/<int:pk>/nam/<int:year>/khoa/", keeping.close_year, name="close_year"),
    path("cum-khoi/<int:pk>/nam/<int:year>/mo-khoa/", keeping.reopen_year, name="reopen_year"),
    path("cum-khoi/<int:pk>/quy-che/", keeping.add_rules, name="add_rules"),
    path("cum-khoi/<int:pk>/quy-che/<int:rules>/tep/", pages.rules_file, name="rules_file"),
    path("cum-khoi/<int:pk>/quy-che/<int:rules>/xoa/", keeping.remove_rules, name="remove_rules"),
    path("cum-khoi/<int:pk>/nam/<int:year>/hoat-dong/", work.add_activity, name="add_activity"),
    path("cum-khoi/<int:pk>/hoat-dong/<int:activity>/", work.edit_activity, name="edit_activity"),
    path(
        "cum-khoi/<int:pk>/hoat-dong/<int:activity>/ket-qua/",
        work.done_activity,
        name="done_activity",
    ),
    path(
        "cum-khoi/<int:pk>/hoat-dong/<int:activity>/chua-lam/",
        work.undone_activity,
        name="undone_activity",
    ),
    path(
        "cum-khoi/<int:pk>/hoat-dong/<int:activity>/xoa/",
        work.remove_activity,
        name="remove_activity",
    ),
    path("cum-khoi/<int:pk>/nam/<int:year>/bau/", work.elect, name="elect"),
    path("cum-khoi/<int:pk>/bau/<int:election>/bang-phieu/", work.settle, name="settle_tie"),
    path(
        "cum-khoi/<int:pk>/bau/<int:election>/huy/",
        work.take_back_election,
        name="take_back_election",
    ),
    path("cum-khoi/<int:pk>/nam/<int:year>/ban-giao/", work.handover, name="handover"),
    path(
        "cum-khoi/<int:pk>/nam/<int:year>/ban-giao/xac-nhan/",
        work.confirm_handover,
        name="confirm_handover",
    ),
]
