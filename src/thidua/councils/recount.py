"""Recount a tally file (tệp kiểm phiếu): anyone may read and run this; it needs Python alone.

    thidua ballot recount FILE [--receipt CODE]      or      python recount.py FILE [--receipt CODE]

A tally file is written once, when a ballot box closes, and holds
- `frozen`: council, members, motions, thresholds and answers as they stood when the box opened;
  `fingerprint` is the SHA-256 of that part, and the minutes print it;
- per motion either `ballots`, pairs of a code and an answer, or `codes` and `answers` apart from
  each other, as the council's rules decide; both sorted, so that no order is left;
- what the program counted. This file counts again and compares.

The minutes and the log keep the SHA-256 of the whole file: one changed letter shows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

FORMAT = "thidua-ballot/1"
# Letters and digits that are not mistaken for each other when copied by hand: 5 bits each.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
ANSWERS = {
    "dong_y": "đồng ý",
    "khong_dong_y": "không đồng ý",
    "khong_y_kien": "không có ý kiến",
    "de_trong": "để trống",
    "khong_hop_le": "không hợp lệ",
}
COUNTED = dict(zip(ANSWERS, ("agree", "disagree", "no_opinion", "blank", "invalid"), strict=True))


def canonical(value: object) -> str:
    """One text for one content: sorted keys, no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def code_of(receipt: str, fingerprint: str, number: int) -> str:
    """The code of one answer: from the receipt of the sheet, which only its voter has.

    Whoever has no receipt cannot tell which codes of different motions are of one sheet.
    """
    key = "".join(c for c in receipt.upper() if c in ALPHABET)
    digest = hashlib.sha256(f"{key}|{fingerprint}|{number}".encode()).digest()
    return "".join(ALPHABET[byte & 31] for byte in digest[:10])


def count(answers: list[str]) -> dict[str, int]:
    """How many answers of each kind; a score sheet adds its points."""
    found = Counter(answers)
    counted = {name: found.pop(answer, 0) for answer, name in COUNTED.items()}
    scores = [score for score in found.elements() if score.startswith("diem:")]
    if len(scores) != found.total():
        raise ValueError(f"có lựa chọn lạ: {', '.join(sorted(found))}")
    counted["sheets"] = len(scores)
    counted["points"] = sum(sum(map(int, s.removeprefix("diem:").split("/"))) for s in scores)
    return counted


def reached(threshold: str, agree: int, base: int) -> bool:
    """Whether a share is reached exactly; `>1/2` asks for more, `4/5` for at least as much."""
    needed = Fraction(threshold.lstrip(">"))
    share = Fraction(agree, base) if base > 0 else Fraction(0)
    return share > needed if threshold.startswith(">") else base > 0 and share >= needed


def result(threshold: str, agree: int, base: int, doubtful: int = 0) -> str:
    """`passed` or `failed`; `undecided` without a threshold, or where it hangs on `doubtful`
    sheets: those of absent members while no text says whether written opinions count."""
    if not threshold:
        return "undecided"
    passes = reached(threshold, agree, base)
    if passes != reached(threshold, max(0, agree - doubtful), base):
        return "undecided"
    return "passed" if passes else "failed"


def measured(asked: dict[str, Any], counted: dict[str, int], base: int) -> tuple[int, int]:
    """What is compared with the threshold: votes in favour of the base, or points of the most
    points that the score sheets could have given."""
    if asked["options"] == "cham_diem":
        return counted["points"], counted["sheets"] * sum(int(c["max"]) for c in asked["criteria"])
    return counted["agree"], base


def answers_of(motion: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Codes and answers of a motion, whichever way they are listed."""
    if "ballots" in motion:
        return [code for code, _ in motion["ballots"]], [answer for _, answer in motion["ballots"]]
    return list(motion["codes"]), list(motion["answers"])


def faults_of(tally: dict[str, Any]) -> list[str]:
    """Every difference between what the file says and what counting gives; empty when it fits."""
    faults: list[str] = []
    frozen = tally["frozen"]
    if tally.get("format") != FORMAT:
        return [f"Định dạng tệp không phải {FORMAT}."]
    if not frozen.get("before_files") and sha256(canonical(frozen)) != tally["fingerprint"]:
        faults.append("Nội dung chốt khi mở hòm phiếu không khớp mã kiểm tra.")
    if len(tally["voted"]) != tally["returned"] or len(set(tally["voted"])) != tally["returned"]:
        faults.append("Số người đã bỏ phiếu không khớp số phiếu thu về.")
    known = {motion["number"]: motion for motion in frozen["motions"]}
    if [motion["number"] for motion in tally["motions"]] != sorted(known):
        faults.append("Danh sách đề nghị không khớp nội dung đã chốt.")
        return faults
    for motion in tally["motions"]:
        asked, name = known[motion["number"]], f"Đề nghị {motion['number']}"
        codes, answers = answers_of(motion)
        expected = tally["returned"] - len(motion["not_voting"])
        if len(answers) != expected:
            faults.append(f"{name}: có {len(answers)} phiếu, phải là {expected}.")
        if len(set(codes)) != len(codes) or (codes and len(codes) != len(answers)):
            faults.append(f"{name}: mã biên nhận trùng hoặc thiếu.")
        if count(answers) != motion["counted"]:
            faults.append(f"{name}: số phiếu ghi trong tệp khác số phiếu kiểm lại.")
        doubtful = motion["in_writing"] if asked["written_counts"] is None else 0
        measure = measured(asked, count(answers), motion["base"])
        if result(asked["threshold"], *measure, doubtful) != motion["result"]:
            faults.append(f"{name}: kết quả ghi trong tệp khác kết quả tính lại.")
    return faults


def own_lines(tally: dict[str, Any], receipt: str) -> list[str]:
    """What the file holds under the codes of one receipt."""
    lines = []
    for motion in tally["motions"]:
        code = code_of(receipt, tally["fingerprint"], motion["number"])
        codes, answers = answers_of(motion)
        said = "không có trong tệp"
        if code in codes:
            said = "có trong tệp"
            if "ballots" in motion:
                answer = answers[codes.index(code)]
                said = ANSWERS.get(answer, answer.replace("diem:", "điểm "))
        lines.append(f"  {motion['number']:>3}. {code}  {said}")
    return lines


def report(text: str, receipt: str = "") -> tuple[list[str], list[str]]:
    """Lines to read and faults found, of the text of a tally file."""
    tally = json.loads(text)
    faults = faults_of(tally)
    titles = {motion["number"]: motion["title"] for motion in tally["frozen"]["motions"]}
    words = {"passed": "đạt", "failed": "không đạt", "undecided": "chưa kết luận được"}
    lines = [
        f"{tally['frozen'].get('council', '')}: {tally['frozen'].get('sitting', '')}",
        f"SHA-256 của tệp: {sha256(text)}",
        f"Mã kiểm tra nội dung đã chốt: {tally['fingerprint']}",
        f"Phiếu phát ra {tally['issued']}, thu về {tally['returned']}, "
        f"không hợp lệ {tally['invalid_sheets']}",
    ]
    for motion in tally["motions"]:
        counted = count(answers_of(motion)[1])
        said = ", ".join(f"{ANSWERS[a]} {counted[name]}" for a, name in COUNTED.items())
        if counted["sheets"]:
            said = f"{counted['sheets']} phiếu điểm, tổng {counted['points']} điểm"
        lines.append(
            f"{motion['number']:>3}. {titles.get(motion['number'], '')}: {said}; "
            f"trên {motion['base']}: {words.get(motion['result'], motion['result'])}"
        )
    if receipt:
        lines += ["Phiếu mang mã biên nhận đã ghi:", *own_lines(tally, receipt)]
    return lines, faults


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="tệp kiểm phiếu tải từ trang phiên họp")
    parser.add_argument("--receipt", default="", help="mã biên nhận của phiếu mình")


def run(args: argparse.Namespace) -> int:
    """Exit 0 when the recount fits, 1 when it does not, 2 for a file that is no tally file."""
    try:
        lines, faults = report(args.file.read_text(encoding="utf-8"), args.receipt)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"Lỗi: không đọc được tệp kiểm phiếu {args.file}: {error}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    print("KHÔNG KHỚP:" if faults else "Kiểm lại khớp: số phiếu và kết quả đúng như tệp ghi.")
    for fault in faults:
        print(f"  - {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    chosen = argparse.ArgumentParser(description="Kiểm lại tệp kiểm phiếu")
    add_arguments(chosen)
    sys.exit(run(chosen.parse_args()))
