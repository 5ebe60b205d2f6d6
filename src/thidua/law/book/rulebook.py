"""The consolidated rulebook: for each key and day the latest instrument that speaks of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from threading import RLock
from typing import Any

from thidua.law.book import model as m
from thidua.law.book.reader import Reader
from thidua.law.book.unread import unread
from thidua.law.errors import QuestionError, Say
from thidua.law.index import AwardInfo, award_aliases, award_index, plain

# Which family of files speaks of a key (the part before the colon).
FAMILIES = {
    "bonus": "bonuses",
    "money-rules": "bonuses",
    "fund": "bonuses",
    "vote": "votes",
    "vote-central": "votes",
    "council-rules": "votes",
    "documents": "documents",
    "procedure": "procedures",
    "simplified": "procedures",
    "consultation": "procedures",
    "publication": "procedures",
    "principle": "procedures",
    "powers": "powers",
    "cancellation": "afterwards",
    "reissue": "afterwards",
    "calendar": "calendar",
    "base-salary": "base-salary",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one instrument says under one key; `entry` None means that it repeals the key."""

    instrument: m.Instrument
    entry: Any


class Rulebook:
    """Answers by key and day. Made by the loader; read-only afterwards."""

    def __init__(self, instruments: dict[str, m.Instrument]) -> None:
        self.instruments = instruments
        self.transitions: tuple[m.Transition, ...] = ()
        self.deciding_dates: tuple[m.Transition, ...] = ()
        self._spoken: dict[str, list[Spoken]] = {}
        self._fills: dict[tuple[str, str], list[m.SlotFill]] = {}
        self._memo: dict[tuple[str, date], Any] = {}
        self._officials: dict[tuple[str, str], m.Official] = {}
        self._later: dict[str, list[Callable[[], None]]] = {}
        self._lock = RLock()
        for head in instruments.values():
            for key in head.repeals:
                self._spoken.setdefault(key, []).append(Spoken(head, None))

    # -- filled by the loader ------------------------------------------------------------------
    def add(self, key: str, instrument: m.Instrument, entry: Any, reader: Reader) -> None:
        spoken = self._spoken.setdefault(key, [])
        for other in spoken:
            if other.instrument.in_force == instrument.in_force:
                raise reader.fail(
                    None,
                    Say(
                        f"mục {key} đã có ở {other.instrument.key} cùng ngày hiệu lực.",
                        f"{key} is also stated by {other.instrument.key} from the same day.",
                    ),
                    todo=Say("chỉ giữ một nơi quy định mục này", "keep one place for this entry"),
                )
        spoken.append(Spoken(instrument, entry))
        spoken.sort(key=lambda item: item.instrument.in_force)

    def settle(self, key: str, entry: Any, official: m.Official, reader: Reader) -> None:
        """Put a text that a legal officer read in the place of an unread entry of an instrument."""
        place = (key, official.instrument.key)
        if place in self._officials:
            raise reader.fail(
                "official",
                Say(
                    f"mục {key} đã có ở tệp {self._officials[place].path.name}.",
                    f"{key} already stands in {self._officials[place].path.name}.",
                ),
                todo=Say("chỉ giữ một tệp cho mỗi mục", "keep one file for an entry"),
            )
        self._ready(key)
        spoken = self._spoken.setdefault(key, [])
        for number, other in enumerate(spoken):
            if other.instrument.key != official.instrument.key:
                continue
            if not unread(other.entry):
                raise reader.fail(
                    "official",
                    Say(
                        f"mục {key} của {other.instrument.short} đã được đọc, không chờ văn bản.",
                        f"{key} of {other.instrument.short} was read, it awaits no text.",
                    ),
                    todo=Say(
                        "sửa bằng một thư mục văn bản sửa đổi, hoặc bỏ mục này khỏi tệp",
                        "amend it by a folder of its own, or drop the entry from the file",
                    ),
                )
            spoken[number] = Spoken(other.instrument, entry)
            break
        else:
            spoken.append(Spoken(official.instrument, entry))
            spoken.sort(key=lambda item: item.instrument.in_force)
        self._officials[place] = official

    def official(self, key: str, instrument: str) -> m.Official | None:
        """Who read the official text of an entry; None where it is the program's own encoding."""
        return self._officials.get((key, instrument))

    def defer(self, family: str, read: Callable[[], None]) -> None:
        """Keeps a file for the first question about its family: most questions need none."""
        self._later.setdefault(family, []).append(read)

    def finish(self) -> None:
        for spoken in self._spoken.values():
            spoken.sort(key=lambda item: item.instrument.in_force)
        self._memo.clear()

    def _ready(self, key: str) -> None:
        """Reads the files of the key's family that still wait; all of them for an empty key."""
        if not self._later:
            return
        wanted = FAMILIES.get(key.partition(":")[0]) if key else None
        if key and wanted not in self._later:
            return
        with self._lock:
            for family in [wanted] if wanted else list(self._later):
                for read in self._later.get(family, ()):
                    read()
                self._later.pop(family, None)

    def fill(self, fill: m.SlotFill, reader: Reader) -> None:
        fills = self._fills.setdefault((fill.scope, fill.name), [])
        for other in fills:
            if other.instrument.in_force == fill.instrument.in_force:
                raise reader.fail(
                    "name",
                    Say(
                        "ô này đã được điền trong cùng ngày hiệu lực.",
                        "this slot is already filled from the same day.",
                    ),
                    found=fill.name,
                    todo=Say("chỉ giữ một dòng cho ô này", "keep one line for this slot"),
                )
        fills.append(fill)
        fills.sort(key=lambda item: item.instrument.in_force)

    # -- consolidation -------------------------------------------------------------------------
    def all_keys(self, prefix: str = "") -> list[str]:
        """Every key that some instrument speaks of."""
        self._ready(prefix)
        return sorted(key for key in list(self._spoken) if key.startswith(prefix))

    def entry(self, key: str, day: date) -> Any:
        """The entry in force that day, or None (nobody speaks of it, or it was repealed)."""
        memo = (key, day)
        if memo not in self._memo:
            self._ready(key)
            self._memo[memo] = self._entry(key, day)
        return self._memo[memo]

    def _entry(self, key: str, day: date) -> Any:
        for spoken in reversed(self._spoken.get(key, [])):
            if spoken.instrument.speaks_on(day):
                return spoken.entry
        return None

    def speakers(self, key: str) -> list[Spoken]:
        """All instruments that ever spoke of the key, oldest first."""
        self._ready(key)
        return list(self._spoken.get(key, []))

    def award(self, code: str, day: date) -> m.AwardEntry | None:
        entry: m.AwardEntry | None = self.entry(f"award:{code}", day)
        return entry

    def last_loaded(self, code: str, day: date) -> m.AwardEntry | None:
        """The last text known before `day`, for a provisional verdict."""
        for spoken in reversed(self._spoken.get(f"award:{code}", [])):
            if (
                spoken.instrument.in_force <= day
                and spoken.entry is not None
                and spoken.entry.loaded
            ):
                found: m.AwardEntry = spoken.entry
                return found
        return None

    def common(self, day: date) -> list[m.CommonEntry]:
        memo = ("common:", day)
        if memo not in self._memo:
            entries = (self.entry(key, day) for key in self.all_keys("common:"))
            self._memo[memo] = [entry for entry in entries if entry is not None]
        found: list[m.CommonEntry] = self._memo[memo]
        return found

    def last_common(self, day: date) -> list[m.CommonEntry]:
        """The common conditions in force, else the last known ones, for a provisional verdict."""
        if found := self.common(day):
            return found
        entries = (self._last_spoken(key, day) for key in self.all_keys("common:"))
        return [entry for entry in entries if entry is not None]

    def _last_spoken(self, key: str, day: date) -> Any:
        spoken = [s for s in self._spoken.get(key, []) if s.instrument.in_force <= day]
        return spoken[-1].entry if spoken else None

    # -- slots ---------------------------------------------------------------------------------
    def declaration(self, name: str, day: date) -> m.SlotDeclaration | None:
        found: m.SlotDeclaration | None = self.entry(f"slot:{name}", day)
        return found

    def declarations(self, day: date) -> list[m.SlotDeclaration]:
        found = (self.declaration(key.removeprefix("slot:"), day) for key in self.all_keys("slot:"))
        return [slot for slot in found if slot is not None]

    def filled(self, scope: str, name: str, day: date) -> m.SlotFill | None:
        """The body's own choice, else that of the body above it whose regulation covers it."""
        seen: list[str] = []
        waiting: list[str] = [scope]
        while waiting:
            body = waiting.pop(0)
            seen.append(body)
            for fill in reversed(self._fills.get((body, name), [])):
                if fill.instrument.speaks_on(day):
                    return fill
            waiting += [above for above in self._above(body, day) if above not in seen]
        return None

    def _above(self, scope: str, day: date) -> list[str]:
        heads = [head for head in self.instruments.values() if head.scope == scope]
        above = (head.within for head in heads if head.within and head.speaks_on(day))
        return list(dict.fromkeys(above))

    def fills(self) -> list[m.SlotFill]:
        """Every choice of every body, of any time."""
        return [fill for fills in self._fills.values() for fill in fills]

    # -- identities ----------------------------------------------------------------------------
    def scopes(self) -> list[str]:
        """Bodies whose own regulation is loaded."""
        return sorted({head.scope for head in self.instruments.values() if head.scope})

    def resolve_code(self, alias: str) -> str:
        """The canonical code of a code, alias or name; QuestionError when there is none."""
        found = award_aliases().get(alias) or award_aliases().get(plain(alias))
        if found is None:
            raise QuestionError(
                Say(
                    "không có mã hoặc tên khen thưởng này.", "there is no such award code or name."
                ),
                found=alias,
                todo=Say(
                    "xem danh mục bằng lệnh: thidua law awards",
                    "list the codes with: thidua law awards",
                ),
            )
        return found

    def award_name(self, code: str, on: date | None = None) -> str:
        info = award_index()[self.resolve_code(code)]
        return info.name_on(on) if on else info.name

    def info(self, code: str) -> AwardInfo:
        return award_index()[self.resolve_code(code)]

    def awards(self, on: date, kind: str | None = None) -> list[AwardInfo]:
        """Awards whose conditions some instrument in force states on that day, in index order."""
        found = []
        for info in award_index().values():
            entry = self.award(info.code, on)
            if entry is None or (kind is not None and info.kind != kind):
                continue
            known = entry if entry.loaded else self.last_loaded(info.code, on)
            status = "loaded" if entry.loaded else "text_not_loaded"
            authority = known.authority if known else None
            found.append(replace(info, name=info.name_on(on), authority=authority, status=status))
        return found
