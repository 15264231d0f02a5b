"""The table of bent rules agrees with the code it bends."""

from __future__ import annotations

import pytest

from tools.bent import ROOT, Bent, bent_rules


@pytest.mark.parametrize("one", bent_rules(), ids=lambda one: one.rule)
def test_each_line_to_bend_is_once_in_its_file_and_its_tests_exist(one: Bent) -> None:
    for file, old, new in one.changes:
        assert (ROOT / file).read_text(encoding="utf-8").count(old) == 1, (file, old)
        assert new != old
    for test in one.tests:
        path, _, name = test.partition("::")
        assert (ROOT / path).exists(), test
        if name:
            function = name.partition("[")[0]
            assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), test
