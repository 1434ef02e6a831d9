"""What editors do to many articles, to tags and to sections: short transactions that end with the derived rows."""
