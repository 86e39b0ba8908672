"""Every example in the documentation runs, and every public name has documentation and types."""

import doctest
import importlib
import inspect
import pkgutil
import re
import typing

import cuttings
import pytest
from conftest import ROOT

#: Modules that need an engine; their own tests run their examples.
ENGINES = {"spark", "ray", "datatrove"}

MODULES = [f"cuttings.{found.name}" for found in pkgutil.iter_modules(cuttings.__path__) if found.name not in {*ENGINES, "_native"}]


@pytest.mark.parametrize("name", ["cuttings", *MODULES])
def test_examples_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_the_readme_runs() -> None:
    failed, tried = doctest.testfile(str(ROOT / "python" / "README.md"), module_relative=False)
    assert failed == 0 and tried > 0


def test_what_is_public_is_documented() -> None:
    for name in cuttings.__all__:
        value = getattr(cuttings, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert value.__doc__, name
    for name, member in inspect.getmembers(cuttings.Article):
        if not name.startswith("_"):
            assert member.__doc__, name


def test_every_field_has_its_property() -> None:
    schema = (ROOT / "article.schema.json").read_text(encoding="utf-8")
    fields = set(__import__("json").loads(schema)["properties"])
    properties = {name for name, member in inspect.getmembers(cuttings.Article, lambda m: not callable(m)) if not name.startswith("_")}
    assert fields <= properties, fields - properties


def test_types_are_told() -> None:
    for name in ("extract", "extract_text", "extract_batch", "read_pages", "inspect"):
        hints = inspect.signature(getattr(cuttings, name)).parameters
        assert all(parameter.annotation is not inspect.Parameter.empty for parameter in hints.values()), name
    assert (ROOT / "python" / "cuttings" / "py.typed").is_file()
    assert typing.get_type_hints(cuttings.Error)["kind"] is str


def test_versions_are_one() -> None:
    def version(path: str) -> str:
        return re.search(r'^version = "([^"]+)"', (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)[1]

    assert version("Cargo.toml") == version("python/Cargo.toml") == cuttings.__version__
