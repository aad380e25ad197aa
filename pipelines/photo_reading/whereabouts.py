"""The name of the place where a photo was taken, from its degrees."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipelines.reading.places_names import gazetteer

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

AROUND_KM = 25.0
"""The largest place within this distance gives the name."""
FARTHEST_KM = 60.0
"""Where there is none, the nearest one up to this."""
HAN = frozenset({"CN", "TW", "HK", "MO"})
"""Countries whose places are named in Chinese, as their listings and cases name them."""
PROVINCE = 30_000_000
"""People from which on the gazetteer's entry is a province, which stands at its capital."""
_KM_PER_DEGREE = 111.2


def name_of(lat: float, lon: float) -> tuple[str | None, str | None]:
    """Name and country (ISO 3166-1) of the place at these degrees (WGS 84); None where no known place is near."""
    import numpy as np

    lats, lons, people = _degrees()
    across = (lons - lon + 180) % 360 - 180
    away = np.hypot(lats - lat, across * np.cos(np.radians(lat))) * _KM_PER_DEGREE
    near = [int(number) for number in np.flatnonzero((away <= FARTHEST_KM) & (people < PROVINCE))]
    named = [number for number in near if _name(number)]
    if not named:
        return None, None
    around = [number for number in named if away[number] <= AROUND_KM]
    best = max(around, key=lambda number: (people[number], -away[number])) if around else min(named, key=lambda one: away[one])
    return _name(best), gazetteer().known(best).country


def _name(number: int) -> str | None:
    return _names().get((number, gazetteer().known(number).country in HAN))


@cache
def _degrees() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    import numpy as np

    known = [gazetteer().known(number) for number in range(len(gazetteer().places))]
    nowhere = float("inf")
    lats = np.array([nowhere if one.lat is None else one.lat for one in known])
    lons = np.array([0.0 if one.lon is None else one.lon for one in known])
    return lats, lons, np.array([one.population for one in known])


@cache
def _names() -> dict[tuple[int, bool], str]:
    """(number, whether in Chinese) -> the first name of the gazetteer."""
    found: dict[tuple[int, bool], str] = {}
    for key in gazetteer().names:
        for name, _, number in gazetteer().named(key):
            found.setdefault((number, "\u4e00" <= name[0] <= "\u9fff"), name)
    return found
