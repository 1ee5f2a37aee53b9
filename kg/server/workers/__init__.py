"""The processes that look at the graph: their pool, what they give up, and the jobs that they do."""
