"""Imports a DedeCMS site: dump -> staging -> records -> convert -> load. Only `load` writes the content.

It is an app of its own. A site that needs no import takes it out of INSTALLED_APPS. No other module needs it then:
`yanjiang/home/imports.py` imports it, and is itself imported only where the app is installed (`yanjiang/home/apps.py`).
"""
