"""The outside services, one folder each: typed values in, typed values out.

A gateway knows nothing of the trade: no company, no call.
"""
