"""The graph over HTTP: SPARQL that cannot be hung, misled or used as a proxy, a query page, and a page for every thing.

The parent process speaks HTTP and nothing else. Whatever looks at the graph is a job of a worker process, which is
ended when it takes too long, too much memory or writes too much (`pool`, `worker`). A graph is served from a prepared
folder (`sites`), so that a new build takes the place of an old one in one step.
"""
