"""Imports a DedeCMS site: dump -> staging -> records -> convert -> load. Only `load` writes the content.

It is an app of its own. No module below imports it, so a site that needs no import takes it out of INSTALLED_APPS.
"""
