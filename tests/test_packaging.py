"""What the installed program imports must come with the installed program."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = {"config", "parsers", "catalogue", "reports", "intake"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def sources() -> Iterator[Path]:
    for room in sorted(OURS):
        yield from sorted((ROOT / room).rglob("*.py"))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_library_that_the_program_imports_is_locked_for_its_users() -> None:
    foreign = {name for path in sources() for name in imported(path)} - OURS - set(sys.stdlib_module_names)
    homes = packages_distributions()
    lock = (ROOT / "requirements.lock").read_text()
    locked = {plain(name) for name in re.findall(r"^([\w.-]+)(?:\[.*\])?==", lock, re.MULTILINE)}
    lacking = {name for name in foreign if not locked & {plain(home) for home in homes.get(name, [])}}
    assert lacking == set()


def test_every_folder_of_code_is_named_as_a_package() -> None:
    named = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    there = {".".join(path.relative_to(ROOT).parent.parts) for path in sources()}
    assert there == named


def test_the_locks_name_versions_and_hashes_and_no_host() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text()
        assert "://" not in text
        assert len(re.findall(r"^\S+==", text, re.MULTILINE)) <= text.count("--hash=sha256:")
