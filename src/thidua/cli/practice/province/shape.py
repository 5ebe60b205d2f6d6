"""The shares and quotas that the practice province is drawn from: known, so that counts can be.

Documented in docs/reference/practice-province.md; the tests hold the made province against them.
They are chosen to look plausible and are not statistics of any real body. The one figure taken
from a text is the bound on excellent ratings.
"""

from __future__ import annotations

FIRST_YEAR = 2011
LAST_AWARDED = 2025  # the registers are complete from FIRST_YEAR to this year
LAST_YEAR = 2026  # rated, with initiatives; its awards are what a round is opened for
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))

# -- bodies ---------------------------------------------------------------------------------------
COMMUNE_SHARE = 0.2  # of all people
COMMUNE_SIZE = 50
MOST_COMMUNES = 150
DEPARTMENT_SIZE = 1_700
MOST_DEPARTMENTS = 14
UNIT_SIZE = 40
LEADERS_OF_DEPARTMENT = 4
LEADERS_OF_COMMUNE = 3
HEADS_OF_UNIT = 3
# Communes formed of two or three on 01/07/2025.
FORMED_COMMUNES = 30
CLUSTER_SIZE = 5  # bodies of one kind in a cluster (cụm, khối)

# -- people ---------------------------------------------------------------------------------------
WOMEN = 0.55
NEWCOMERS = 0.03  # recruited in each of the years from FIRST_YEAR on
TWINS = 0.01  # share the full name and the year of birth of the person before them
PARTY_MEMBERS = 0.6

# -- a year ---------------------------------------------------------------------------------------
STEADY = 0.6  # how much of a year's standing inside the unit is the person's own
NOT_DONE = 0.01
DONE = 0.09  # above NOT_DONE
# Nghị định 335/2025/NĐ-CP, as the yearly ratings before it: excellent at most 20 % of those rated
# good or better; drawn per unit and year.
EXCELLENT_PERCENT = 20
DISCIPLINED = 0.004  # per person and year; such a year is rated "not done"
MEASURES = {"khien_trach": 0.7, "canh_cao": 0.25, "cach_chuc": 0.05}
MATERNITY = 0.06  # per woman of 24 to 40 and year
INITIATIVE_OF_EXCELLENT = 0.8
INITIATIVE_OF_OTHERS = 0.1
INITIATIVE_AT_PROVINCE = 0.12
INITIATIVE_NATIONAL = 0.005
PENDING = 0.002  # of all people, in LAST_YEAR

# -- awards ---------------------------------------------------------------------------------------
LDTT = 0.97  # of those rated good or better, without discipline, served the whole year
CSTD_PERCENT = 15  # of the LĐTT of the body and year at most, the best with an initiative
CSTD_PROVINCE = 0.6  # of those who may have it for the year
GIAY_KHEN = 0.05  # of the LĐTT without CSTĐ
BK_PROVINCE = 0.5  # of those with two good years and nothing of the kind for five years
BK_PRIME_MINISTER = 0.3  # of those five years after a BK, with LĐTT in every year since
HCLD = 0.2  # of those five years after a BK of the Prime Minister
TT_LDXS_PERCENT = 20  # of the units with TT LĐTT of the body and year
TT_LDTT = 0.7  # of units and year
UNIT_EXCELLENT = 0.25

AWARDS = (
    "ldtt",
    "cstd-co-so",
    "cstd-cap-tinh",
    "giay-khen",
    "bk-cap-tinh",
    "bk-thu-tuong",
    "hc-lao-dong-hang-ba",
    "tt-ldtt",
    "tt-ldxs",
)
GRADES = ("khong_hoan_thanh", "hoan_thanh", "hoan_thanh_tot", "hoan_thanh_xuat_sac")
LEVELS = ("co_so", "bo_nganh_tinh", "toan_quoc")
GROUPS = ("direct_worker", "head_of_division", "head_of_department")
