"""The ground stands: every app loads and the shared small department can be made."""

from types import SimpleNamespace

from thidua.people.models import Person


def test_the_small_department_sorts_by_given_name(world: SimpleNamespace) -> None:
    names = [p.full_name for p in Person.objects.filter(department=world.department)]
    assert names == [
        "Trần Đức Anh",
        "Lê Quốc Bảo",
        "Nguyễn Thị Minh Châu",
        "Đặng Thùy Dương",
        "Phạm Thị Hoà",
        "Lầu Mí Lử",
        "Ngô Đức Vinh",
    ]
