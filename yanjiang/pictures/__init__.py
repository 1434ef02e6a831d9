"""The picture library (图库): `library` stores every picture of the site, and `markup` shows it on pages.

An upload goes through `encoder`, a separate process with limits. Its files are stored under a name that contains the
picture's size, and a `Picture` row is made. A page needs only this name: `markup` derives the renditions from it
without a query and without a look at the disk.
"""
