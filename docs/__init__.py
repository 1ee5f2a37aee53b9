"""The guide and the program that makes its pages; no part of the package."""
