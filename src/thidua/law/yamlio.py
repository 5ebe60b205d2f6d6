"""Reading YAML fast (C parser); the line of a place is worked out only for an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from thidua.law.errors import LawError, Say


@cache
def _yaml() -> tuple[Any, Any]:
    """The module and its safe loader: a third of the time to import the engine, and with a parsed
    copy of the rulebook most questions read no YAML at all."""
    import yaml

    class WrittenTwice(yaml.constructor.ConstructorError):  # type: ignore[misc, unused-ignore]  # yaml has no types
        twice = True

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # found when run
        """Refuses a key that is written twice: YAML would keep the last one without a word."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            names = [name for name, _ in node.value if isinstance(name, yaml.ScalarNode)]
            seen: set[str] = set()
            for name in names:
                if name.value in seen:
                    raise WrittenTwice(None, None, name.value, name.start_mark)
                seen.add(name.value)
            found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
            return found

    return yaml, Loader


Place = tuple[str | int, ...]


def read_yaml(path: Path, error: type[LawError] = LawError) -> Any:
    """The document in `path` (JSON is YAML too). Raises `error` with the line of the fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as cause:
        raise error(
            Say("không có tệp này.", "there is no such file."),
            file=path,
            todo=Say("kiểm tra lại đường dẫn", "check the path"),
        ) from cause
    except (OSError, UnicodeDecodeError) as cause:
        raise error(
            Say("không đọc được tệp.", "the file cannot be read."),
            file=path,
            expected=Say("tệp văn bản UTF-8 đọc được", "a readable UTF-8 text file"),
            todo=Say("kiểm tra quyền đọc và bảng mã của tệp", "check permissions and encoding"),
        ) from cause
    return parse_yaml(text, file=path, error=error)


def parse_yaml(text: str, *, file: str | Path, error: type[LawError] = LawError) -> Any:
    yaml, loader = _yaml()
    try:
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError) as cause:
        mark = getattr(cause, "problem_mark", None)
        wrong = Say("tệp không đúng cú pháp YAML.", "the file is not valid YAML.")
        todo = Say(
            "xem lại thụt dòng, dấu hai chấm và dấu nháy quanh dòng này",
            "check indentation, colons and quotes around this line",
        )
        if hasattr(cause, "twice"):
            wrong = Say("khóa này được viết hai lần.", "this key is written twice.")
            todo = Say("bỏ một trong hai dòng", "drop one of the two lines")
        raise error(
            wrong,
            file=file,
            line=mark.line + 1 if mark else None,
            found=getattr(cause, "problem", None) or str(cause),
            todo=todo,
        ) from cause


def line_of(path: str | Path, place: Place) -> int | None:
    """The line (from 1) of a place inside a YAML file, or of its nearest parent that exists."""
    yaml, loader = _yaml()
    try:
        node = yaml.compose(Path(path).read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return None
    if node is None:
        return None
    line: int = node.start_mark.line + 1
    for key in place:
        child = _child(node, key)
        if child is None:
            break
        node, line = child
    return line


def _child(node: Any, key: str | int) -> tuple[Any, int] | None:
    yaml, _ = _yaml()
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return value, name.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        value = node.value[key]
        return value, value.start_mark.line + 1
    return None


def shown_place(place: Place) -> str:
    """A place as people write it: ("awards", 0, "code") is awards[0].code."""
    text = ""
    for key in place:
        text += f"[{key}]" if isinstance(key, int) else (f".{key}" if text else key)
    return text
