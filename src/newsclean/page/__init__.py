"""Whole web pages: finding the article, cutting what is no part of it, reading the facts the page states."""
