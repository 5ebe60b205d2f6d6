"""`thidua law`: exit codes, one JSON document on stdout, sentences on stderr, no Django."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from thidua.cli.main import main
from thidua.law.facts.schema import verdict_schema
from thidua.law.parsed import RULEBOOK

FACTS = """
format: thidua-facts/1
subject: {kind: individual, name: Nguyễn Thị Minh Châu}
service: {recruited_on: 2010-08-01, employment: cong_chuc, leave: []}
ratings: [{year: 2026, grade: hoan_thanh_tot}]
initiatives: []
disciplines: []
awards: []
"""
ASK = ["--year", "2026", "--received-on", "2026-09-15"]


@pytest.fixture
def facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS + "pending: []\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `thidua law ...`: exit code, stdout, stderr."""

    def run(*args: str) -> tuple[int, str, str]:
        code = main(["law", *args])
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


def test_assess_one_award_as_json(ask: Any, facts: str) -> None:
    code, out, err = ask("assess", facts, "--award", "ldtt", *ASK, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    jsonschema.validate(answer, verdict_schema())
    assert answer["verdict"] == "eligible"
    assert answer["route"] == "can-bo-cong-chuc-vien-chuc"
    assert [item["slug"] for item in answer["to_confirm"]] == ["tich_cuc_tham_gia_phong_trao"]


def test_assess_all_awards_is_a_list(ask: Any, facts: str) -> None:
    code, out, _ = ask("assess", facts, "--award", "all", *ASK, "--json")
    values = {item["award"]: item["verdict"] for item in json.loads(out)}
    assert code == 0
    assert len(values) >= 63
    assert list(values.values()).count("eligible") == 1
    expected = {
        "ldtt": "eligible",
        "cstd-co-so": "not_eligible",
        "cstd-cap-tinh": "not_eligible",
        "tt-ldtt": "not_applicable",
        "tt-ldxs": "not_applicable",
        "giay-khen": "needs_decision",
        "bk-cap-tinh": "not_eligible",
        "bk-thu-tuong": "not_eligible",
        "cstd-toan-quoc": "not_eligible",
        "hc-lao-dong-hang-ba": "not_eligible",
        "chien-si-tien-tien": "not_applicable",
    }
    assert {code: values[code] for code in expected} == expected


def test_missing_facts_name_their_place_for_those_who_write_files(ask: Any, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"subject": {"kind": "individual"}}), encoding="utf-8")
    _, out, _ = ask("assess", str(path), "--award", "ldtt", *ASK, "--json")
    answer = json.loads(out)
    assert answer["verdict"] == "needs_facts"
    assert "Chưa có xếp loại năm 2026 (ratings)" in answer["missing"]


def test_the_tree_for_people(ask: Any, facts: str) -> None:
    code, out, _ = ask("assess", facts, "--award", "cstd-co-so", *ASK)
    assert code == 0
    assert out.splitlines()[1] == "Chiến sĩ thi đua cơ sở (cstd-co-so), 2026: CHƯA ĐỦ ĐIỀU KIỆN"
    assert "Điều 23 khoản 2 Luật 06/2022/QH15" in out
    assert "Không có sáng kiến, đề tài cấp cơ sở trong năm 2026" in out


def test_english_statements(ask: Any, facts: str) -> None:
    _, out, _ = ask("assess", facts, "--award", "ldtt", *ASK, "--json", "--lang", "en")
    statements = json.dumps(json.loads(out), ensure_ascii=False)
    assert "Rated at least as having completed the tasks well" in statements
    assert "Được xếp loại từ hoàn thành tốt" not in statements


def test_the_text_of_2026_shows_the_provisional_verdict(ask: Any, facts: str) -> None:
    later = ["--year", "2026", "--received-on", "2026-10-01"]
    _, out, _ = ask("assess", facts, "--award", "ldtt", *later)
    assert "CHỜ VĂN BẢN" in out
    assert "Tạm tính theo văn bản gần nhất đã biết" in out


def test_bonus_as_the_format_says(ask: Any) -> None:
    args = ["--award", "ldtt", "--recipient", "individual", "--decided-on", "2026-07-01"]
    code, out, _ = ask("bonus", *args, "--json")
    answer = json.loads(out)
    assert code == 0
    wanted = {"award", "recipient", "authority", "multiple", "base_salary", "base_salary_from"}
    assert wanted | {"amount", "at_most", "rounding", "payer", "citations"} <= set(answer)
    assert (answer["amount"], type(answer["amount"])) == (760000, int)
    assert answer["base_salary_from"] == "2026-07-01"


def test_several_awards_from_a_file(ask: Any, tmp_path: Path) -> None:
    path = tmp_path / "together.yaml"
    period = "period: {from: 2026-01-01, to: 2026-12-31}"
    path.write_text(
        "format: thidua-together/1\ndecided_on: 2026-12-01\nrecipient: individual\nawards:\n"
        f"  - {{code: ldtt, {period}}}\n  - {{code: cstd-co-so, {period}}}\n",
        encoding="utf-8",
    )
    code, out, _ = ask("bonus", "--together", str(path), "--json")
    answer = json.loads(out)
    assert code == 0
    assert [(row["code"], row["paid"]) for row in answer["awards"]] == [
        ("ldtt", False),
        ("cstd-co-so", True),
    ]
    assert answer["total"] == 2530000


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{code: ldtt, merit: x}", "tại awards[0].merit: không có khóa 'merit' ở đây."),
        ("{code: ldtt, period: {from: 2026-12-31, to: 2026-01-01}}",
         "tại awards[0].period.to: ngày kết thúc trước ngày bắt đầu."),
        ("{code: ldtt, period: {from: 2026-12-31, den: 2026-01-01}}",
         "tại awards[0].period.den: không có khóa 'den' ở đây."),
        ("{period: {from: 2026-01-01, to: 2026-12-31}}", "tại awards[0].code: thiếu mã"),
    ],
)  # fmt: skip
def test_a_file_of_several_awards_is_read_strictly(
    ask: Any, tmp_path: Path, line: str, sentence: str
) -> None:
    path = tmp_path / "together.yaml"
    head = "format: thidua-together/1\ndecided_on: 2026-12-01\nrecipient: individual\nawards:\n"
    path.write_text(f"{head}  - {line}\n", encoding="utf-8")
    code, out, err = ask("bonus", "--together", str(path), "--json")
    assert (code, out) == (1, "")
    assert sentence in err


def test_vote_without_a_rule_is_null(ask: Any) -> None:
    args = ["--award", "cstd-co-so", "--received-on", "2026-09-15"]
    count = ["--members", "9", "--present", "9", "--yes", "9"]
    _, out, _ = ask("vote", *args, *count, "--json")
    answer = json.loads(out)
    assert (answer["passes"], answer["verdict"]) == (None, "needs_decision")
    _, out, _ = ask("vote", *args, *count, "--scope", "so-noi-vu-lam-giang", "--json")
    assert json.loads(out)["passes"] is True


def test_awards_of_a_day_and_a_kind(ask: Any) -> None:
    _, out, _ = ask("awards", "--on", "2026-09-15", "--kind", "bang_khen", "--json")
    answer = json.loads(out)
    codes = [row["code"] for row in answer["awards"]]
    assert codes == ["bk-cap-tinh", "bk-thu-tuong", "bk-quan-khu-dhqg"]
    _, out, _ = ask("awards", "--on", "2000-01-01", "--json")
    assert json.loads(out)["awards"] == []


def test_explain_lists_routes_and_slugs(ask: Any) -> None:
    _, out, _ = ask("explain", "bk-bo-nganh-tinh", "--received-on", "2026-09-15", "--json")
    answer = json.loads(out)
    assert answer["award"] == "bk-cap-tinh"
    assert len(answer["routes"]) == 12
    assert "dong_gop_lon_kinh_te_xa_hoi" in [item["slug"] for item in answer["judged"]]


def test_check_of_the_whole_rulebook(ask: Any) -> None:
    code, out, _ = ask("check", "--json")
    answer = json.loads(out)
    assert (code, answer["ok"], answer["errors"]) == (0, True, [])


def test_check_collects_the_errors_of_every_file(ask: Any, tmp_path: Path) -> None:
    body = tmp_path / "so-thu" / "quy-che"
    body.mkdir(parents=True)
    (body / "instrument.yaml").write_text(
        "format: thidua-instrument/1\nkey: so-thu/quy-che\nnumber: 1\ntitle: Q\nshort: Q\n"
        "kind: quy_che\nissuer: S\nin_force: 2026-01-01\nstate: draft\nconfidence: V\n",
        encoding="utf-8",
    )
    for name in ("a", "b"):
        (body / f"{name}.yaml").write_text("format: khac\n", encoding="utf-8")
    code, out, err = ask("check", str(tmp_path / "so-thu"))
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 2
    code, out, err = ask("check", str(tmp_path / "so-thu"), "--json")
    assert (code, err, len(json.loads(out)["errors"])) == (1, "", 2)


@pytest.mark.parametrize(
    "part",
    ["", "national", "national/nd-152-2025", "local", "local/so-noi-vu-lam-giang",
     "local/so-noi-vu-lam-giang/quy-che-2026"],
)  # fmt: skip
def test_check_of_a_part_of_the_rulebook_is_the_whole(ask: Any, part: str) -> None:
    whole = ask("check", "--json")
    assert ask("check", str(RULEBOOK / part), "--json") == whole


def test_check_of_a_document_reads_it(ask: Any, tmp_path: Path) -> None:
    body = tmp_path / "so-thu" / "quy-che"
    body.mkdir(parents=True)
    (body / "instrument.yaml").write_text("format: khac\n", encoding="utf-8")
    code, out, err = ask("check", str(body))
    assert (code, out) == (1, "")
    assert "quy-che/instrument.yaml dòng 1, tại format" in err


def test_check_of_a_folder_without_documents_is_no_success(ask: Any, tmp_path: Path) -> None:
    code, out, err = ask("check", str(tmp_path))
    assert (code, out) == (1, "")
    assert "thư mục này không có văn bản nào (instrument.yaml)." in err


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["bonus", "--award", "sao", "--recipient", "individual", "--decided-on", "2026-01-01"],
         "không có mã hoặc tên khen thưởng này. Gặp: 'sao'."),
        (["bonus", "--award", "ldtt", "--recipient", "collective", "--decided-on", "2026-01-01"],
         "Lao động tiên tiến không có mức thưởng cho đối tượng này. Gặp: 'collective'."),
        (["bonus", "--award", "ldtt", "--recipient", "individual", "--decided-on", "1/1/2026"],
         "Tại --decided-on: không phải một ngày. Gặp: '1/1/2026'."),
        (["bonus", "--award", "giay-khen", "--recipient", "individual", "--decided-on",
          "2020-01-01"], "mức thưởng khác nhau theo cấp quyết định."),
        (["bonus", "--award", "ldtt", "--recipient", "individual", "--decided-on", "2026-01-01",
          "--authority", "ubnd_xa"], "khen thưởng này chỉ có một cấp quyết định"),
        (["vote", "--award", "ldtt", "--received-on", "2026-01-01", "--members", "9", "--present",
          "10", "--yes", "9"], "Tại present: số liệu bỏ phiếu không thể có. Gặp: 10."),
        (["assess", "khong-co.yaml", "--award", "ldtt", *ASK],
         "khong-co.yaml: không có tệp này."),
        (["assess", "x", "--award", "ldtt", "--year", "26", "--received-on", "2026-01-01"],
         "Tại --year: không phải một năm."),
        (["awards", "--kind", "co"], "Tại --kind: loại khen thưởng không có trong danh mục."),
        (["explain", "ldtt", "--rulebook", "/khong/co"], "không có thư mục bộ quy tắc này."),
    ],
)  # fmt: skip
def test_bad_input_is_one_and_a_sentence(ask: Any, args: list[str], sentence: str) -> None:
    code, out, err = ask(*args)
    assert (code, out) == (1, "")
    assert sentence in err
    assert "Cách sửa: " in err


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ([], "Lỗi: thiếu CÂU_HỎI\n"),
        (["appeal", "--award", "ldtt"], "Lỗi: chưa có câu hỏi “appeal”. Các câu hỏi có: "),
        (["assess"], "Lỗi: thiếu TỆP, --award, --year, --received-on\n"),
        (["bonus"], "Lỗi: cần --award (hoặc --together TỆP)\n"),
        (["awards", "--khac"], "Lỗi: không có tham số --khac\n"),
        (["awards", "--on"], "Lỗi: --on cần một giá trị\n"),
        (["schema", "x"], "Lỗi: LOẠI “x” phải là một trong: 'facts', 'verdict', 'together', "),
        (["vote", "--award", "ldtt", "--received-on", "2026-01-01", "--members", "x"],
         "Lỗi: --members phải là số nguyên, gặp “x”\n"),
    ],
)  # fmt: skip
def test_wrong_usage_is_two_and_a_sentence(
    capsys: pytest.CaptureFixture[str], args: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["law", *args])
    said = capsys.readouterr()
    assert (stopped.value.code, said.out) == (2, "")
    assert sentence in said.err


def test_a_finding_about_nothing_known_is_said_not_swallowed(ask: Any, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    findings = "".join(
        f"  - {{about: {about}, holds: true}}\n"
        for about in ("khong_co", "tich_cuc_tham_gia_phong_trao", "thanh_tich_noi_bat",
                      "cstd-cap-tinh.sang-kien-cap-tinh", "nhieu_thanh_tich_hoac_dot_xuat_linh_vuc")
    )  # fmt: skip
    path.write_text(f"{FACTS}pending: []\nfindings:\n{findings}", encoding="utf-8")
    code, out, err = ask("assess", str(path), "--award", "ldtt", *ASK, "--json")
    assert (code, json.loads(out)["verdict"]) == (0, "eligible")
    assert err.splitlines() == [
        f"{path}: không có điều kiện “khong_co” để kết luận, kết luận này bị bỏ qua; "
        "xem mã bằng lệnh: thidua law explain"
    ]


def test_unknown_scope_is_refused(ask: Any, facts: str) -> None:
    code, _, err = ask("assess", facts, "--award", "ldtt", *ASK, "--scope", "so-la")
    assert code == 1
    assert "bộ quy tắc không có cơ quan này. Gặp: 'so-la'. Cần: một trong: so-noi-vu" in err


def test_a_reader_that_closes_early_is_no_accident() -> None:
    program = (
        "from thidua.cli.main import main; raise SystemExit(main(['law', 'awards', '--json']))"
    )
    asked = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert asked.stdout is not None
    assert asked.stderr is not None
    asked.stdout.close()
    assert (asked.wait(timeout=60), asked.stderr.read()) == (0, "")
    asked.stderr.close()


def test_law_imports_no_django_database_or_network() -> None:
    program = (
        "import sys; from thidua.cli.main import main; main(['law', 'check', '--json']);"
        "bad = [n for n in ('django', 'sqlite3', 'ssl', 'openpyxl') if n in sys.modules];"
        "sys.exit(f'{bad}' if bad else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_explain_tells_limits_of_a_list_and_unverified_wordings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["law", "explain", "cstd-co-so", "--received-on", "2018-12-20"]) == 0
    assert "không quá 15 % tổng số người đạt Lao động tiên tiến" in capsys.readouterr().out
    assert main(["law", "explain", "bk-cap-tinh", "--received-on", "2012-12-20"]) == 0
    assert "lời văn chưa đối chiếu: người có thẩm quyền kết luận" in capsys.readouterr().out
    assert (
        main(["law", "explain", "bk-cap-tinh", "--received-on", "2012-12-20", "--lang", "en"]) == 0
    )
    assert "wording not compared: people conclude" in capsys.readouterr().out
