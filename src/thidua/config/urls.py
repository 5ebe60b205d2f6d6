"""Root addresses; each app lists its own, in Vietnamese without diacritics."""

from django.urls import include, path

from thidua.config.api import api

urlpatterns = [
    path("", include("thidua.desk.urls")),
    path("", include("thidua.accounts.urls")),
    path("nhap-du-lieu/", include("thidua.exchange.urls")),
    path("can-bo/", include("thidua.people.urls")),
    path("don-vi/", include("thidua.organisations.urls")),
    path("sang-kien/", include("thidua.initiatives.urls")),
    path("cham-diem/", include("thidua.scoring.urls")),
    path("", include("thidua.movements.urls")),
    path("chi-tieu/", include("thidua.targets.urls")),
    path("so-khen-thuong/", include("thidua.register.urls")),
    path("quy-dinh/", include("thidua.legislation.urls")),
    path("dot-xet/", include("thidua.eligibility.urls")),
    path("ho-so/", include("thidua.dossiers.urls")),
    path("hoi-dong/", include("thidua.councils.urls")),
    path("quyet-dinh/", include("thidua.decisions.urls")),
    path("mau-van-ban/", include("thidua.documents.urls")),
    path("tien-thuong/", include("thidua.bonuses.urls")),
    path("le-trao/", include("thidua.ceremonies.urls")),
    path("nhat-ky/", include("thidua.audit.urls")),
    path("xac-minh/", include("thidua.portal.urls")),
    path("api/v1/", api.urls),
]
