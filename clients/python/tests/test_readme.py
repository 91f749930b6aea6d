"""The README's test, as it is printed."""

import re
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def test_the_readme_has_a_test_that_passes_as_it_is_printed(run, pytester):
    (printed,) = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)
    pytester.makepyfile(printed)
    run().assert_outcomes(passed=1)
