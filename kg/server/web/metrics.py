"""What a running server counts, in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass
class Metrics:
    """Counts of one server; two servers in one process do not mix."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        kept = self.registry
        self.requests = Counter("citykg_requests", "Requests answered", ["route", "method", "status"], registry=kept)
        self.seconds = Histogram("citykg_request_seconds", "Time to answer", ["route"], buckets=BUCKETS, registry=kept)
        self.sent = Counter("citykg_sent_bytes", "Bytes of content sent", registry=kept)

    def watch(self, name: str, what: str, read: Callable[[], float]) -> None:
        """A number that is read when somebody asks."""
        Gauge(name, what, registry=self.registry).set_function(read)

    def watch_counts(self, name: str, what: str, label: str, read: Callable[[], dict[str, int]]) -> None:
        """Counts by a label that are read when somebody asks."""
        self.registry.register(_Counts(name, what, label, read))

    def text(self) -> bytes:
        """All of them."""
        return generate_latest(self.registry)


@dataclass(frozen=True)
class _Counts:
    name: str
    what: str
    label: str
    read: Callable[[], dict[str, int]]

    def collect(self) -> Iterator[CounterMetricFamily]:
        found = CounterMetricFamily(self.name, self.what, labels=[self.label])
        for value, count in sorted(self.read().items()):
            found.add_metric([value], count)
        yield found
