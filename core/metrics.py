"""What the service counts, for Prometheus, on a listener of its own that the public never reaches."""

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from core.settings import Settings

REQUESTS = Counter("consilium_requests_total", "Requests by route and status class", ["route", "status"])
SECONDS = Histogram(
    "consilium_request_seconds",
    "Time from request to response",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
JOBS = Counter("consilium_jobs_total", "Outbox jobs by kind and end", ["kind", "end"])
WAITING = Gauge("consilium_jobs_waiting", "Outbox jobs that are due and not dead")
DEAD = Gauge("consilium_jobs_dead", "Dead letters that an operator should look at")


def listen(settings: Settings) -> None:
    """Serve /metrics on the configured port; port 0 means no listener."""
    if settings.metrics_port:
        start_http_server(settings.metrics_port, settings.metrics_host)
