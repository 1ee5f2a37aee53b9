"""One thread for linear algebra: the matrices of a measure are small, and threads that wait for each other cost more.

On the shipped graph all measures with their intervals take 9 s with one thread and 55 s with two. One thread also
adds up in the same order on every machine with the same processor, so that the last digits stay the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

import scipy.linalg  # noqa: F401  the libraries of numpy and scipy must be there to be found
from threadpoolctl import ThreadpoolController

P = ParamSpec("P")
R = TypeVar("R")


@cache
def _pools() -> Any:
    return ThreadpoolController()


def alone(work: Callable[P, R]) -> Callable[P, R]:
    """The same function, run with one thread for linear algebra; afterwards there are as many as before.

    >>> alone(max)(1, 2)
    2
    """

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        with _pools().limit(limits=1):
            return work(*args, **kwargs)

    return done
