"""Addresses of ceremonies and of the stock."""

from django.urls import URLPattern, path

from thidua.ceremonies.views import ceremonies, stock

app_name = "ceremonies"
urlpatterns: list[URLPattern] = [
    path("", ceremonies.index, name="index"),
    path("xuat/", ceremonies.export, name="export"),
    path("lap/", ceremonies.add, name="add"),
    path("hien-vat/", stock.index, name="stock"),
    path("hien-vat/xuat/", stock.export_items, name="export_items"),
    path("hien-vat/them/", stock.add_item, name="add_item"),
    path("hien-vat/quyet-dinh/<int:decision>/", stock.for_decision, name="for_decision"),
    path("hien-vat/<int:pk>/", stock.item, name="item"),
    path("hien-vat/<int:pk>/sua/", stock.edit_item, name="edit_item"),
    path("hien-vat/<int:pk>/xuat/", stock.export_moves, name="export_moves"),
    path("hien-vat/<int:pk>/<int:move>/ghi-dao/", stock.undo, name="undo_move"),
    path("<int:pk>/", ceremonies.detail, name="detail"),
    path("<int:pk>/sua/", ceremonies.edit, name="edit"),
    path("<int:pk>/bo/", ceremonies.remove, name="remove"),
    path("<int:pk>/xuat/", ceremonies.export_turns, name="export_turns"),
    path("<int:pk>/xep-lai/", ceremonies.arrange, name="arrange"),
    path("<int:pk>/dong/<int:turn>/", ceremonies.change, name="change"),
    path("<int:pk>/nguoi-trao/", ceremonies.presenter, name="presenter"),
    path("<int:pk>/nguoi-trao/<int:presenter>/bo/", ceremonies.remove_presenter,
         name="remove_presenter"),
    path("<int:pk>/phan-cong/", ceremonies.assign, name="assign"),
    path("<int:pk>/cho-ngoi/", ceremonies.seats, name="seats"),
    path("<int:pk>/loi-dan.docx", ceremonies.script, name="script"),
    path("<int:pk>/the-cho.pdf", ceremonies.cards, name="cards"),
    path("<int:pk>/bang.pdf", ceremonies.sheets, name="sheets"),
]  # fmt: skip
