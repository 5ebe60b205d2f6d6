"""One API under /api/v1/, joined from the `api.py` of each app."""

from ninja import NinjaAPI
from ninja.security import django_auth

from thidua.bonuses.api import router as bonuses
from thidua.ceremonies.api import router as ceremonies
from thidua.councils.api import router as councils
from thidua.decisions.api import router as decisions
from thidua.dossiers.api import router as dossiers
from thidua.eligibility.api import router as eligibility
from thidua.legislation.api import router as legislation
from thidua.movements.api import router as movements
from thidua.organisations.api import router as organisations
from thidua.people.api import router as people
from thidua.register.api import router as register
from thidua.scoring.api import router as scoring
from thidua.targets.api import router as targets

api = NinjaAPI(
    title="Thi Đua",
    version="1",
    description="Công tác thi đua, khen thưởng: cùng hành động, cùng quyền với trang web.",
    auth=django_auth,
    docs_url=None,  # the built-in page loads scripts from a foreign server
    urls_namespace="api",
)

api.add_router("/organisations", organisations)
api.add_router("/movements", movements)
api.add_router("/people", people)
api.add_router("/register", register)
api.add_router("/law", legislation)
api.add_router("/eligibility", eligibility)
api.add_router("/councils", councils)
api.add_router("/dossiers", dossiers)
api.add_router("/decisions", decisions)
api.add_router("/bonuses", bonuses)
api.add_router("/ceremonies", ceremonies)
api.add_router("/scoring", scoring)
api.add_router("/targets", targets)
