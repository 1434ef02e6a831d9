"""The changes of editors to many articles, to tags and to sections, each in a short transaction."""
