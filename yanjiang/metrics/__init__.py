"""Figures for Prometheus: requests, beacons, searches and refused logins, and what the site is like when it is asked.

A request goes from `middleware` to `tally`, which counts in the memory of its process. `sharing` writes each process's
counts into one folder, and adds up all of them. `exposition` says them in Prometheus's format, and `views` answers.
"""
