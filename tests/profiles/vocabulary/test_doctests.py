"""The examples in the docstrings of the vocabulary and of the errors are true."""

import doctest
import importlib
import pkgutil

import pytest

import profiles.vocabulary

MODULES = [
    "profiles.errors",
    *sorted(
        one.name
        for one in pkgutil.iter_modules(profiles.vocabulary.__path__, "profiles.vocabulary.")
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    # Not importlib.reload or attribute access: vocabulary.money is a function, the module is not.
    failed, _ = doctest.testmod(importlib.import_module(name))

    assert failed == 0


def test_each_public_function_has_an_example():
    finder = doctest.DocTestFinder(exclude_empty=True)
    without = [
        name
        for name in profiles.vocabulary.__all__
        if name[0].islower()
        and not any(one.examples for one in finder.find(getattr(profiles.vocabulary, name), name))
    ]

    assert without == ["groups", "sizes", "taxonomies"]  # plain listings


def test_what_is_public_is_listed_and_exists():
    names = profiles.vocabulary.__all__

    assert names == sorted(names)
    assert all(hasattr(profiles.vocabulary, name) for name in names)
