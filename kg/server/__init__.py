"""The graph over HTTP and as a site of pages: every thing has an address, and the address answers."""
