"""Loading the rulebook: every instrument folder, then local documents, into one Rulebook."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from thidua.law.book import files, slots, texts
from thidua.law.book import model as m
from thidua.law.book.heads import apart, check_above, check_format, check_links, read_head
from thidua.law.book.reader import Reader, Source, refuse
from thidua.law.book.rulebook import FAMILIES, Rulebook
from thidua.law.errors import LawError, RulebookError, Say
from thidua.law.parsed import RULEBOOK, read_file

DIRS_VARIABLE = "THIDUA_RULEBOOK_DIRS"
# Where an installation keeps what it writes; the official texts loaded on the screen lie below.
VAR_VARIABLE = "THIDUA_VAR_DIR"
OWN_FOLDER = "quy-tac"


def _later(module: str, name: str) -> Callable[[Reader, m.Instrument], Iterator[tuple[str, Any]]]:
    """A reader whose module is imported with the first file of its kind."""

    def read(reader: Reader, head: m.Instrument) -> Iterator[tuple[str, Any]]:
        found: Iterator[tuple[str, Any]]
        found = getattr(import_module(f"thidua.law.book.{module}"), name)(reader, head)
        return found

    return read


_KINDS: dict[str, Callable[[Reader, m.Instrument], Iterator[tuple[str, Any]]]] = {
    "thidua-awards/1": files.read_awards,
    "thidua-common/1": files.read_common,
    "thidua-bonuses/1": _later("money", "read_bonuses"),
    "thidua-votes/1": _later("council", "read_votes"),
    "thidua-documents/1": _later("routes", "read_documents"),
    "thidua-procedures/1": _later("routes", "read_procedures"),
    "thidua-powers/1": _later("after", "read_powers"),
    "thidua-afterwards/1": _later("after", "read_afterwards"),
    "thidua-calendar/1": _later("after", "read_calendar"),
    "thidua-base-salary/1": _later("money", "read_salary"),
    "thidua-slots/1": slots.read_declarations,
}
_TOP_KEYS = {
    "thidua-awards/1": ("awards",),
    "thidua-common/1": ("common",),
    "thidua-bonuses/1": ("rules", "fund", "payers", "bonuses"),
    "thidua-votes/1": ("council", "votes", "central"),
    "thidua-documents/1": ("documents",),
    "thidua-procedures/1": (
        "procedures",
        "simplified",
        "consultation",
        "publication",
        "principles",
    ),
    "thidua-powers/1": ("powers",),
    "thidua-afterwards/1": ("cancellation", "reissue"),
    "thidua-calendar/1": ("years",),
    "thidua-base-salary/1": ("rows",),
    "thidua-slots/1": ("slots",),
    "thidua-local-slots/1": ("slots",),
    "thidua-regimes/1": ("transitions", "decides"),
}
_REGIMES = {"transitions": "transitions", "decides": "deciding_dates"}
REGIMES = "regimes.yaml"
LOCAL_FORMAT = "thidua-local-slots/1"
_DEFERRED = frozenset(FAMILIES.values())
_FORMAT = re.compile(r"thidua-([a-z-]+)/1")


def load_rulebook(extra_dirs: Sequence[str | Path] = ()) -> Rulebook:
    """The rulebook of the package with further folders; cached. Raises RulebookError.

    A further folder holds `national/`, `local/` or `texts/` (official texts that a legal officer
    loaded or confirmed), or is itself one body's folder under `local/`.
    """
    roots = (RULEBOOK, *_further(extra_dirs))
    return _load(roots, _stamp(roots))


def _further(dirs: Sequence[str | Path]) -> tuple[Path, ...]:
    """The folders of the environment, those named, the installation's own; each once."""
    named = [item for item in os.environ.get(DIRS_VARIABLE, "").split(os.pathsep) if item]
    own = [own_folder()] if (own_folder() / texts.FOLDER).is_dir() else []
    return tuple(dict.fromkeys(Path(item).resolve() for item in (*named, *dirs, *own)))


def own_folder() -> Path:
    """The rulebook folder of this installation, for the web and the command line alike."""
    return Path(os.environ.get(VAR_VARIABLE) or Path.cwd() / "var").resolve() / OWN_FOLDER


def check_own(folder: Path) -> Rulebook:
    """The rulebook as it would be with `folder` in the place of the own one; raises LawError."""
    others = [path for path in _further(()) if path != own_folder()]
    return read_rulebook((RULEBOOK, *others, folder))


def _stamp(roots: Sequence[Path]) -> tuple[tuple[str, int], ...]:
    """What tells a changed file of official texts, so that every process reads it anew."""
    return tuple((str(path), path.stat().st_mtime_ns) for path in texts.text_files(roots))


@lru_cache(maxsize=8)
def _load(roots: tuple[Path, ...], _: tuple[tuple[str, int], ...]) -> Rulebook:
    # Everything made here stays: looking for garbage meanwhile costs a tenth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return read_rulebook(roots)
    finally:
        if collecting:
            gc.enable()


def read_rulebook(roots: Sequence[Path], problems: list[LawError] | None = None) -> Rulebook:
    """Reads without a cache; the first root must be a whole rulebook.

    With `problems`, errors of single files are collected there and reading goes on.
    """
    national, local = _folders(roots)
    heads = [read_head(folder, None) for folder in national]
    heads += [read_head(folder, scope) for scope, folder in local]
    shorts: dict[str, str] = {}
    for head in heads:
        if head.key in shorts:
            raise refuse(
                head.path,
                ("key",),
                Say("hai văn bản trùng mã.", "two instruments share a key."),
                found=head.key,
                todo=Say(
                    "đổi tên thư mục và key của một văn bản",
                    "rename the folder and the key of one of them",
                ),
            )
        shorts[head.key] = head.short
    book = Rulebook({head.key: head for head in heads})
    national_heads = [head for head in heads if head.scope is None]
    local_heads = [head for head in heads if head.scope is not None]
    for head in heads:
        check_links(head, shorts)
        check_above(head, heads)
    away = {head.key: apart(head, heads) for head in heads}
    for head in national_heads:
        for path in _content(head):
            read = partial(_read_national, path, head, away[head.key], shorts, book)
            # The program's own files were checked before it was shipped; others are read at once.
            family = _family(path) if problems is None and RULEBOOK in path.parents else None
            if family is not None:
                book.defer(family, read)
                continue
            with _collecting(problems):
                read()
    book.finish()
    texts.read_texts(
        texts.text_files(roots), shorts, book, _KINDS, _TOP_KEYS, partial(_collecting, problems)
    )
    for head in local_heads:
        for path in _content(head):
            with _collecting(problems):
                _read_local(path, head, away[head.key], shorts, book)
    for path in (root / REGIMES for root in roots):
        if path.exists():
            with _collecting(problems):
                _read_regimes(path, shorts, book)
    if problems is None and len(roots) > 1:
        # A circle of standards would never end; the program's own rulebook was checked for it.
        for fault in _sound().circles(book):
            raise fault
    return book


def check_rulebook(paths: Sequence[Path]) -> tuple[Rulebook | None, list[LawError]]:
    """Validates folders: the package's own rulebook, or further folders on top of it."""
    problems: list[LawError] = []
    further = [path for path in _further(paths) if path != RULEBOOK]
    try:
        book = read_rulebook((RULEBOOK, *further), problems)
    except LawError as problem:
        return None, [*problems, problem]
    # Only a rulebook read to its end shows what it lacks as a whole.
    return book, problems or list(_sound().faults(book))


def _sound() -> Any:
    return import_module("thidua.law.book.sound")


@contextmanager
def _collecting(problems: list[LawError] | None) -> Iterator[None]:
    try:
        yield
    except LawError as problem:
        if problems is None:
            raise
        problems.append(problem)


def _folders(roots: Sequence[Path]) -> tuple[list[Path], list[tuple[str, Path]]]:
    national: list[Path] = []
    local: list[tuple[str, Path]] = []
    for root in roots:
        if not root.is_dir():
            raise RulebookError(
                Say("không có thư mục bộ quy tắc này.", "there is no such rulebook folder."),
                file=root,
                todo=Say(
                    f"kiểm tra biến môi trường {DIRS_VARIABLE} hoặc đường dẫn",
                    f"check {DIRS_VARIABLE} or the path",
                ),
            )
        ours, theirs = _inside(root)
        if not ours and not theirs and not (root / texts.FOLDER).is_dir():
            raise RulebookError(
                Say(
                    "thư mục này không có văn bản nào (instrument.yaml).",
                    "this folder holds no instrument (instrument.yaml).",
                ),
                file=root,
                todo=Say(
                    "chỉ tới thư mục có national/ hoặc local/, hoặc thư mục của một cơ quan",
                    "name a folder with national/ or local/, or the folder of one body",
                ),
            )
        national += ours
        local += theirs
    return list(dict.fromkeys(national)), list(dict.fromkeys(local))


def _inside(root: Path) -> tuple[list[Path], list[tuple[str, Path]]]:
    """The documents of a folder: a rulebook, its national or local part, a body, a document."""
    if (root / "instrument.yaml").is_file():
        return ([root], []) if root.parent.name == "national" else ([], [(root.parent.name, root)])
    if (root / "national").is_dir() or (root / "local").is_dir():
        ours = [path for _, path in _documents(root / "national")]
        bodies = sorted((root / "local").glob("*"))
    elif root.name == "national":
        ours, bodies = [path for _, path in _documents(root)], []
    else:
        ours, bodies = [], sorted(root.glob("*")) if root.name == "local" else [root]
    local = [document for body in bodies for document in _documents(body, at_root=body == root)]
    return ours, local


def _documents(body: Path, *, at_root: bool = False) -> list[tuple[str, Path]]:
    """The folders below that hold an instrument; one whose files would be lost is refused."""
    for path in sorted(body.glob("*.y*ml")):
        # Rules of transition are read at the root of a rulebook only.
        if path.name != REGIMES or not at_root:
            raise RulebookError(
                Say(
                    "tệp này không nằm trong thư mục của văn bản nào.",
                    "this file lies in the folder of no instrument.",
                ),
                file=path,
                todo=Say(
                    "chuyển tệp vào thư mục của văn bản, cạnh instrument.yaml",
                    "move it into the folder of its instrument, beside instrument.yaml",
                ),
            )
    found = []
    for folder in sorted(path for path in body.glob("*") if path.is_dir()):
        if (folder / "instrument.yaml").is_file():
            found.append((body.name, folder))
        elif folder.name != texts.FOLDER and any(folder.rglob("*.yaml")):
            raise RulebookError(
                Say("thư mục này thiếu instrument.yaml.", "this folder lacks instrument.yaml."),
                file=folder,
                todo=Say(
                    "thêm instrument.yaml nêu số, ngày hiệu lực, độ tin cậy của văn bản",
                    "add instrument.yaml with the number, the days and the confidence of the text",
                ),
            )
    return found


def _content(head: m.Instrument) -> list[Path]:
    """The files of an instrument; one whose name would hide it from reading is refused."""
    for path in sorted(head.path.parent.rglob("*.yml")):
        raise RulebookError(
            Say("tệp có đuôi .yml không được đọc.", "files ending in .yml are not read."),
            file=path,
            todo=Say("đổi đuôi tệp thành .yaml", "rename the file to .yaml"),
        )
    return [path for path in sorted(head.path.parent.rglob("*.yaml")) if path != head.path]


def _family(path: Path) -> str | None:
    """The family of a file that waits for the first question about it; None is read at once."""
    data = read_file(path)
    found = _FORMAT.fullmatch(str(data.get("format"))) if isinstance(data, dict) else None
    return found.group(1) if found and found.group(1) in _DEFERRED else None


def _reader(path: Path, head: m.Instrument, away: frozenset[str], shorts: dict[str, str]) -> Reader:
    data = read_file(path)
    cites = data.get("cites", head.key) if isinstance(data, dict) else head.key
    return Reader.over(Source(path, cites, shorts, away), data)


def _read_national(
    path: Path, head: m.Instrument, away: frozenset[str], shorts: dict[str, str], book: Rulebook
) -> None:
    reader = _reader(path, head, away, shorts)
    kind = check_format(reader, tuple(_KINDS))
    reader.only("format", "cites", *_TOP_KEYS[kind])
    for key, entry in _KINDS[kind](reader, head):
        book.add(key, head, entry, reader)


def _read_local(
    path: Path, head: m.Instrument, away: frozenset[str], shorts: dict[str, str], book: Rulebook
) -> None:
    reader = _reader(path, head, away, shorts)
    kind = reader.data.get("format")
    if kind != LOCAL_FORMAT:
        raise reader.fail(
            "format",
            Say(
                "văn bản của cơ quan chỉ được điền các ô (slot) mà văn bản quốc gia giao, "
                "không viết lại quy định quốc gia.",
                "a local document only fills slots; it does not restate national entries.",
            ),
            expected=Say(f"format: {LOCAL_FORMAT}", f"format: {LOCAL_FORMAT}"),
            todo=Say("chuyển nội dung vào slots.yaml", "move the content into slots.yaml"),
            found=kind,
        )
    reader.only("format", *_TOP_KEYS[LOCAL_FORMAT])
    for item in reader.maps("slots"):
        base = str(item.data.get("name", "")).partition(".")[0]
        book.fill(slots.read_fill(item, head, book.declaration(base, head.in_force)), item)


def _read_regimes(path: Path, shorts: dict[str, str], book: Rulebook) -> None:
    reader = Reader.over(Source(path, "", shorts), read_file(path))
    check_format(reader, ("thidua-regimes/1",))
    reader.only("format", *_TOP_KEYS["thidua-regimes/1"])

    def rows(key: str) -> tuple[Any, ...]:
        found = []
        for item in reader.maps(key):
            item.only(
                "key",
                "statement",
                "statement_en",
                "from",
                "more_favourable",
                "citation",
                "confidence",
            )
            favourable = item.flag("more_favourable", default=False)
            if favourable and item.day("from") is None:
                item.need("from")
            found.append(
                m.Transition(
                    item.text("key"),
                    item.text("statement"),
                    item.text("statement_en"),
                    item.citation(),
                    item.confidence(),
                    item.day("from"),
                    favourable,
                )
            )
        return tuple(found)

    for name, told in (("transitions", book.transitions), ("decides", book.deciding_dates)):
        found = (*told, *rows(name)) if reader.has(name) else told
        keys = [item.key for item in found]
        for key in keys:
            if keys.count(key) > 1:
                raise reader.fail(
                    name,
                    Say("hai quy định chuyển tiếp trùng mã.", "two rules share a key."),
                    found=key,
                    todo=Say("đặt mã khác cho một trong hai", "give one of them another key"),
                )
        setattr(book, _REGIMES[name], found)
