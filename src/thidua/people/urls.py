"""Addresses of persons."""

from django.urls import path

from thidua.people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("xuat-bang-tinh/", views.export, name="export"),
    path("them/", views.add, name="add"),
    path("xep-loai/", views.ratings, name="ratings"),
    path("xep-loai/xuat-bang-tinh/", views.export_ratings, name="export_ratings"),
    path("cua-toi/", views.mine, name="mine"),
    path("cua-toi/de-nghi/thong-tin/<slug:field>/", views.ask_field, name="ask_field"),
    path("cua-toi/de-nghi/noi-dung/<slug:sort>/", views.ask_words, name="ask_words"),
    path("cua-toi/de-nghi/noi-dung/<slug:sort>/<int:line>/", views.ask_words, name="ask_line"),
    path("cua-toi/de-nghi/<slug:sort>/<slug:act>/", views.ask_fact, name="ask_missing"),
    path("cua-toi/de-nghi/<slug:sort>/<slug:act>/<int:fact>/", views.ask_fact, name="ask_fact"),
    path("de-nghi-sua/", views.corrections, name="corrections"),
    path("de-nghi-sua/xuat-bang-tinh/", views.export_corrections, name="export_corrections"),
    path("de-nghi-sua/<int:pk>/", views.correction, name="correction"),
    path("de-nghi-sua/<int:pk>/rut/", views.withdraw, name="withdraw"),
    path("de-nghi-sua/<int:pk>/tep/", views.evidence, name="evidence"),
    path("trung-nguoi/", views.duplicates, name="duplicates"),
    path("trung-nguoi/xuat-bang-tinh/", views.export_duplicates, name="export_duplicates"),
    path("trung-nguoi/<int:pk>/<int:other>/", views.merge, name="merge"),
    path("trung-nguoi/<int:pk>/<int:other>/khac-nhau/", views.tell_apart, name="tell_apart"),
    path("trung-nguoi/hai-nguoi/", views.apart, name="apart"),
    path("trung-nguoi/hai-nguoi/xuat/", views.export_apart, name="export_apart"),
    path("trung-nguoi/hai-nguoi/<int:pk>/so-sanh-lai/", views.compare_again, name="compare_again"),
    path("gop-ho-so/", views.merges, name="merges"),
    path("gop-ho-so/xuat/", views.export_merges, name="export_merges"),
    path("gop-ho-so/<int:pk>/", views.merge_detail, name="merge_detail"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/so-dinh-danh/", views.identity, name="identity"),
    path("<int:pk>/roi-co-quan/", views.depart, name="depart"),
    path("<int:pk>/roi-co-quan/<int:fact>/", views.change_departure, name="change_departure"),
    path("<int:pk>/roi-co-quan/<int:fact>/xoa/", views.remove_departure, name="remove_departure"),
    path("<int:pk>/tro-lai/", views.come_back, name="come_back"),
    path("<int:pk>/ho-so/<slug:sort>/", views.add_fact, name="add_fact"),
    path("<int:pk>/ho-so/<slug:sort>/<int:fact>/", views.change_fact, name="change_fact"),
    path("<int:pk>/ho-so/<slug:sort>/<int:fact>/xoa/", views.remove_fact, name="remove_fact"),
    path("<int:pk>/ho-so/vu-viec/<int:fact>/ket-thuc/", views.conclude, name="conclude"),
]
