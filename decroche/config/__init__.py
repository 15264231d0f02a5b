"""How the packages are put together: Django's settings, the addresses of pages, the WSGI
application, locks and secrets of the data folder. It has no rule about companies or calls.
"""
