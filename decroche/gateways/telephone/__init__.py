"""The connection to her telephone beside the desk: encrypted messages over the local network.

`sealing.py` encrypts and decrypts one message, `sessions.py` keeps the open sessions, `listener.py`
is the server on the network. It knows no company and no call.
"""
