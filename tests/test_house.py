"""The house stands: imports point down, every module has its sentence, the settings' table is true."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.settings import Options

ROOT = Path(__file__).parent.parent
PACKAGES = ("archiver", "spiders", "pipelines", "storage")
MODULES = sorted(
    path.relative_to(ROOT)
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "versions" not in path.parts
)

GROUND = ("archiver.items", "archiver.text", "archiver.errors")
ROOF = ("archiver.cli", "archiver.web", "archiver.demo", "archiver.settings", "archiver.__main__")
MAY_IMPORT = {
    "ground": GROUND,
    "storage": (*GROUND, "storage"),
    "pipelines": (*GROUND, "storage", "pipelines"),
    # Portal files, families and reading never see the database.
    "reading": (*GROUND, "spiders"),
    "crawl": (*GROUND, "spiders", "storage"),
    "roof": (*GROUND, *ROOF, "spiders", "pipelines", "storage"),
}


def dotted(module: Path) -> str:
    parts = module.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor(name: str) -> str:
    if name.startswith(GROUND):
        return "ground"
    if name.startswith(ROOF):
        return "roof"
    if name.startswith(("spiders.middlewares", "spiders.run")):
        return "crawl"
    return "reading" if name.startswith("spiders") else name.split(".")[0]


def imports(module: Path) -> Iterator[str]:
    """What a module imports of ours, wherever in its text."""
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{module}: write imports in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in PACKAGES)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_point_down(module: Path) -> None:
    name = dotted(module)
    if name == "archiver":
        assert list(imports(module)) == []
        return
    allowed = MAY_IMPORT[floor(name)]
    wrong = [
        other
        for other in imports(module)
        if not any(other == floor_name or other.startswith(floor_name + ".") for floor_name in allowed)
    ]
    assert wrong == [], f"{name} ({floor(name)}) may not import {wrong}"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_is_short_and_says_what_it_is(module: Path) -> None:
    text = (ROOT / module).read_text(encoding="utf-8")
    assert text.count("\n") <= 400, f"{module}: split it by noun"
    assert ast.get_docstring(ast.parse(text)), f"{module} has no docstring"


def test_every_module_has_its_sentence_in_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    portals = Path("spiders/portals")
    missing = [str(m) for m in MODULES if f"`{m.as_posix()}`" not in text and m.parent != portals]
    assert missing == []
    rows = Counter(line.split("`")[1] for line in text.splitlines() if line.startswith("| `") and ".py` |" in line)
    assert [module for module, count in rows.items() if count > 1] == []


def test_the_architecture_names_no_module_that_is_gone() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = {word for word in text.split("`") if word.endswith(".py") and word.startswith(PACKAGES) and "*" not in word}
    assert {word for word in named if not (ROOT / word).is_file()} == set()


def _told(default: object) -> str:
    return "" if default in (None, "") else f"`{default}`"


def test_the_readme_lists_every_setting() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = {
        f"| `ARCHIVER_{name.upper()}` | {_told(field.default)} | {field.description} |"
        for name, field in Options.model_fields.items()
    }
    assert {row for row in rows if row not in text} == set()


def test_the_readme_names_every_command() -> None:
    from archiver.cli.app import COMMANDS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in COMMANDS if f"archiver {name}" not in text} == set()


def test_the_readme_shows_the_schedule_and_what_cron_mails() -> None:
    from datetime import UTC, date, datetime
    from zoneinfo import ZoneInfo

    from archiver.cli.crawls import Summary
    from archiver.cli.health import changed
    from archiver.cli.timetable import Stop, crontab, timetable
    from storage.health.findings import Crawled, Observed, findings, state_of
    from storage.health.states import Change

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    stops = [Stop(name, f"https://www.{name}.org.cn:443") for name in ("hnfpa", "ynfpa")]
    home, today = Path("/srv/archive"), date(2026, 11, 27)
    lines = crontab(timetable(stops, home), ["/usr/local/bin/archiver"], home, today, ZoneInfo("Asia/Shanghai"))
    assert f"```cron\n{lines}```" in text
    counts = {"pages": 41, "articles_new": 3, "reprints": 1, "revisions": 1, "unchanged": 34, "gone": 0}
    summary = Summary("ynfpa", counts | {"quarantined": 0, "failed": 2, "requests": 50}, 312, "done", None)
    now = datetime(2026, 11, 27, tzinfo=UTC)
    days = [date.fromordinal(day) for day in range(today.toordinal() - 99, today.toordinal() - 12)]
    quiet = Observed(
        portal="ynfpa",
        now=now,
        crawls=[Crawled(started_at=now, outcome="done")],
        met=datetime(2026, 1, 1, tzinfo=UTC),
        articles=1,
        days=[*days, date.fromordinal(today.toordinal() - 9)],
    )
    found = findings(quiet)
    change = Change(1, "ynfpa", "green", state_of(found), now, found)
    assert "\n".join(["```text", summary.sentence(), *changed([change]), "```"]) in text
