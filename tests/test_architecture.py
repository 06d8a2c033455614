"""What goodwill does not keep: one direction of imports, one door for every change of state, no change without a record."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django_fsm import FSMField

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGES = ("legaldocs", "search", "workflow")
#: Where a state may be changed: the models declare the transitions, the steps behind the door take them.
DOOR = ("legaldocs/models/", "workflow/models/", "workflow/steps/", "workflow/actions.py")
STATE_FIELDS = {"state", "stage"}
#: Calls that only share a name with a transition, and whose they are.
NAMESAKES = {
    ("legaldocs/importers/run.py", "submit"): "a pool of processes",
    ("search/feed.py", "start"): "a process",
}


def _machines() -> list[type[Model]]:
    return [m for m in apps.get_models() if any(isinstance(field, FSMField) for field in m._meta.fields)]


def _recorded() -> set[str]:
    """Names of the models that keep a history."""
    return {model.__name__ for model in apps.get_models() if hasattr(model, "history")}


def _transitions() -> set[str]:
    return {
        transition.name
        for model in _machines()
        for field in model._meta.fields
        if isinstance(field, FSMField)
        for transition in field.get_all_transitions(model)
    }


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((REPOSITORY / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(REPOSITORY).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _knows_models(tree: ast.Module) -> bool:
    """Whether the module imports rows: only then can `x.start()` be a transition and not a match's."""
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return any(".models" in module for module in modules)


def _root(node: ast.expr) -> str:
    """The name at the beginning of a chain: `Document` of `Document.objects.filter(...).update`."""
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _chain(node: ast.expr) -> set[str]:
    """The attributes on the way: {"objects", "filter"} of `Document.objects.filter(...)`."""
    found = set()
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        node = node.func if isinstance(node, ast.Call) else node.value
    return found


def state_changes(tree: ast.Module, transitions: set[str]) -> list[str]:
    """What a module does that only the door may do: sets a state field, or calls a transition."""
    found = []
    for node in ast.walk(tree):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr in STATE_FIELDS:
                found.append(f"dòng {target.lineno}: gán .{target.attr}")
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and node.func.attr in transitions and not isinstance(node.func.value, ast.Constant):
            found.append(f"dòng {node.lineno}: gọi .{node.func.attr}()")
    return found


def unrecorded_writes(tree: ast.Module, recorded: set[str]) -> list[str]:
    """Bulk writes that would leave no history row: `.update(` and `.bulk_*` on a model that keeps one, or on any rows
    reached through a filter."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        chain, root = _chain(node.func.value), _root(node.func.value)
        of_recorded = root in recorded and "objects" in chain
        if node.func.attr in {"bulk_create", "bulk_update"} and of_recorded:
            found.append(f"dòng {node.lineno}: {root}.{node.func.attr}")
        filtered = bool(chain & {"filter", "exclude", "all"}) and (root[:1].islower() or of_recorded)
        if node.func.attr == "update" and (of_recorded or filtered):
            found.append(f"dòng {node.lineno}: {root}.update")
    return found


def test_states_change_only_behind_the_door() -> None:
    transitions = _transitions()
    assert {"promulgate", "conclude", "give_back"} <= transitions
    found = {}
    for path, tree in _sources():
        if path.startswith(DOOR) or not _knows_models(tree):
            continue
        namesakes = {name for where, name in NAMESAKES if where == path}
        if changes := state_changes(tree, transitions - namesakes):
            found[path] = changes
    assert not found


def test_nothing_is_written_past_the_history() -> None:
    recorded = _recorded()
    assert {"Document", "Appraisal", "Finding", "Relation"} <= recorded
    found = {path: writes for path, tree in _sources() if (writes := unrecorded_writes(tree, recorded))}
    assert not found


@pytest.mark.parametrize(
    "code",
    [
        "document.stage = 'PROMULGATED'",
        "appraisal.state = 'APPROVED'",
        "document.promulgate(number='1', issued_on=None, effective_on=None)",
        "Appraisal.objects.get(pk=1).approve(user=user)",
    ],
)
def test_the_guard_sees_a_change_of_state(code: str) -> None:
    assert state_changes(ast.parse(code), _transitions())


@pytest.mark.parametrize(
    "code",
    [
        "Document.objects.filter(pk=1).update(title='x')",
        "Document.objects.update(title='x')",
        "Finding.objects.bulk_create(rows)",
        "appraisal.findings.filter(pk=1).update(state='OPEN')",
    ],
)
def test_the_guard_sees_a_write_past_the_history(code: str) -> None:
    assert unrecorded_writes(ast.parse(code), _recorded())


@pytest.mark.parametrize("code", ["digest.update(chunk)", "counts.update(a=1)", "Provision.objects.bulk_create(rows)"])
def test_the_guard_leaves_other_writes_alone(code: str) -> None:
    assert not unrecorded_writes(ast.parse(code), _recorded())


def test_imports_point_one_way() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("chưa cài import-linter (requirements-dev.txt)")
    result = subprocess.run([command, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_every_test_folder_is_a_package() -> None:
    """A folder without __init__.py can be skipped without a word."""
    tests = REPOSITORY / "tests"
    folders = {path.parent for path in tests.rglob("test_*.py")}
    assert not [folder for folder in folders if not (folder / "__init__.py").exists()]
