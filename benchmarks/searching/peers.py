"""The engines that `../search.py` measures beside ours: an index over every record, one ranking.

Each peer finds the records whose name has a word that begins with each typed word, ranks them as
`thidua.kit.names.ranking` does (ranks 0 to 7), then by name, then the newest first, and gives the
primary keys of the first twenty. All of them, ours too, then fetch the rows by the same statement.
"""

from __future__ import annotations

import shutil
from array import array
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

LIMIT = 20
# Words of the longest made-up name.
LONGEST_NAME = 4


def rank_sql(column: str, words: list[str]) -> tuple[str, list[str]]:
    """An expression of the ranks 0 to 7 for names known to fit, with its parameters."""
    phrase = " ".join(words)
    spaced = f"' ' || {column} || ' '"
    apart = f"replace({spaced}, ' ', '  ')"
    whole = " AND ".join([f"{spaced} LIKE %s"] * len(words))
    expression = (
        f"CASE WHEN {column} = %s THEN 0 WHEN {whole} THEN"
        f" CASE WHEN {column} LIKE %s THEN 1 WHEN {apart} LIKE %s THEN 3 ELSE 4 END"
        f" WHEN {column} LIKE %s THEN {2 if len(words) > 1 else 5}"
        f" WHEN {apart} LIKE %s THEN 6 ELSE 7 END"
    )
    values = [
        phrase,
        *(f"% {w} %" for w in words),
        f"{phrase} %",
        "%" + "%".join(f" {w} " for w in words) + "%",
        f"{phrase}%",
        "%" + "%".join(f" {w}" for w in words) + "%",
    ]
    return expression, values


class Fts5:
    """SQLite FTS5 over the records, with indexes of two- and three-letter beginnings."""

    name = "SQLite FTS5 over records"

    def there(self, cursor: Any) -> bool:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'peer_fts'")
        return bool(cursor.fetchone())

    def build(self, cursor: Any) -> None:
        cursor.execute(
            "CREATE VIRTUAL TABLE peer_fts USING fts5(folded, sequence UNINDEXED,"
            " tokenize='unicode61 remove_diacritics 0', prefix='2 3', detail='none')"
        )
        cursor.execute(
            "INSERT INTO peer_fts (rowid, folded, sequence)"
            " SELECT id, recipient_folded, sequence FROM register_registerentry"
        )
        cursor.execute("INSERT INTO peer_fts (peer_fts) VALUES ('optimize')")

    def search(self, cursor: Any, text: str) -> list[int]:
        words = text.split()
        rank, values = rank_sql("folded", words)
        cursor.execute(
            f"SELECT rowid FROM peer_fts WHERE peer_fts MATCH %s"  # noqa: S608 - our own tables and columns, values are bound
            f" ORDER BY {rank}, folded, sequence DESC LIMIT {LIMIT}",
            [" ".join(f'"{w}"*' for w in words), *values],
        )
        return [row[0] for row in cursor.fetchall()]


class Trigrams:
    """PostgreSQL pg_trgm (GIN) over the records."""

    name = "PostgreSQL pg_trgm over records"

    def there(self, cursor: Any) -> bool:
        cursor.execute("SELECT to_regclass('peer_trgm') IS NOT NULL")
        return bool(cursor.fetchone()[0])

    def build(self, cursor: Any) -> None:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            "CREATE INDEX peer_trgm ON register_registerentry"
            " USING gin ((' ' || recipient_folded) gin_trgm_ops)"
        )
        cursor.execute("ANALYZE register_registerentry")

    def search(self, cursor: Any, text: str) -> list[int]:
        words = text.split()
        rank, values = rank_sql("recipient_folded", words)
        fits = " AND ".join(["(' ' || recipient_folded) LIKE %s"] * len(words))
        cursor.execute(
            f"SELECT id FROM register_registerentry WHERE {fits}"  # noqa: S608 - our own tables and columns, values are bound
            f' ORDER BY {rank}, recipient_folded COLLATE "C", sequence DESC LIMIT {LIMIT}',
            [*(f"% {w}%" for w in words), *values],
        )
        return [row[0] for row in cursor.fetchall()]


class Tantivy:
    """tantivy-py over the records, in one segment, entered in the order that settles ties.

    It is asked rank by rank and stops at twenty, which is more than twice as fast as one query
    with a score for each rank. A word set before each name lets a phrase query ask how the name
    begins, which is far cheaper for tantivy than a pattern over whole names.
    """

    name = "tantivy-py over records"
    START = "0start"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def there(self, _: Any = None) -> bool:
        return (self.folder / "ids").exists()

    def build(self, rows: Iterable[tuple[int, str]]) -> None:
        """`rows`: (id, folded name) by name, the newest first."""
        import tantivy

        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        index = tantivy.Index(self._schema(), path=str(self.folder))
        writer = index.writer(heap_size=1_500_000_000, num_threads=1)
        ids = array("q")
        for place, (key, name) in enumerate(rows):
            ids.append(key)
            document = tantivy.Document()
            document.add_text("name", f"{self.START} {name}")
            document.add_text("exact", name)
            document.add_unsigned("id", key)
            document.add_unsigned("place", place)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        (self.folder / "ids").write_bytes(ids.tobytes())

    def open(self) -> None:
        import tantivy

        self.ids = array("q", (self.folder / "ids").read_bytes())
        self.index = tantivy.Index(self._schema(), path=str(self.folder))
        self.searcher = self.index.searcher()
        self.schema = self.index.schema

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("name", tokenizer_name="whitespace", index_option="position")
        builder.add_text_field("exact", tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("id", stored=False, indexed=False, fast=True)
        builder.add_unsigned_field("place", stored=True, indexed=False, fast=True)
        return builder.build()

    def search(self, _: Any, text: str) -> list[int]:
        from tantivy import Query

        words = text.split()
        goes_on = [lambda: self._starts(words, begun=True)]
        several = len(words) > 1
        stages = [
            lambda: Query.term_query(self.schema, "exact", " ".join(words), "basic"),
            lambda: self._starts(words, begun=False),
            *(goes_on if several else []),
            *([lambda: self._ordered(words, begun=False)] if several else []),
            lambda: self._all(words, begun=False),
            *([] if several else goes_on),
            *([lambda: self._ordered(words, begun=True)] if several else []),
            lambda: self._all(words, begun=True),
        ]
        hits: dict[int, None] = {}
        for stage in stages:
            found = self.searcher.search(stage(), limit=LIMIT + len(hits), count=False)
            hits.update(dict.fromkeys(self._ids(found)))
            if len(hits) >= LIMIT:
                break
        return list(hits)[:LIMIT]

    def _all(self, words: list[str], *, begun: bool) -> Any:
        from tantivy import Occur, Query

        return Query.const_score_query(
            Query.boolean_query([(Occur.Must, self._word(w, begun=begun)) for w in words]), 1.0
        )

    def _word(self, word: str, *, begun: bool) -> Any:
        from tantivy import Query

        if begun:
            return Query.regex_query(self.schema, "name", f"{word}.*")
        return Query.term_query(self.schema, "name", word, "basic")

    def _starts(self, words: list[str], *, begun: bool) -> Any:
        from tantivy import Query

        phrase = [self.START, *words]
        if begun:
            # The prefix query of tantivy-py stops at fifty endings and would lose answers.
            phrase[-1] += ".*"
            query = Query.regex_phrase_query(self.schema, "name", phrase)
        else:
            query = Query.phrase_query(self.schema, "name", phrase)
        return Query.const_score_query(query, 1.0)

    def _ordered(self, words: list[str], *, begun: bool) -> Any:
        from tantivy import Occur, Query

        if len(words) == 1:
            return self._all(words, begun=begun)
        # A phrase with slop would let words change places: one phrase per set of gaps instead.
        phrases = []
        asked = [f"{w}.*" for w in words] if begun else words
        query = Query.regex_phrase_query if begun else Query.phrase_query
        for rest in combinations(range(1, LONGEST_NAME), len(words) - 1):
            placed = list(zip((0, *rest), asked, strict=True))
            phrases.append((Occur.Should, query(self.schema, "name", placed)))
        return Query.const_score_query(Query.boolean_query(phrases), 1.0)

    def _ids(self, found: Any) -> list[int]:
        return [self.ids[self._place(address)] for _, address in found.hits]

    def _place(self, address: Any) -> int:
        # One segment, entered in order: the number of the document is its place.
        return int(address.doc)
