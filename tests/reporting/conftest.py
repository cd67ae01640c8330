"""The cast of reporting is the cast of care."""

from tests.care.conftest import care as care
from tests.care.conftest import sit as sit
