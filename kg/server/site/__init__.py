"""The site as a whole: home, lists, vocabulary, what is prepared, and all of it as files."""
