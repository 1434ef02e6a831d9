"""The picture library (图库): every picture of the site comes in by `library.keep` and stands on pages by `markup`.

upload -> encoder (a process of its own, with limits) -> files in the storage, named after their size -> Picture
page   -> markup: the address alone says which renditions there are; nothing is asked of the database or the disk
"""
