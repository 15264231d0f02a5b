"""The outside services: one folder each, typed in, typed out. A gateway knows no domain: no
company, no call.
"""
