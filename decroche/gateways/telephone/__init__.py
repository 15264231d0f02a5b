"""Her telephone beside the desk: sealed messages over the local network.

`sealing.py` seals and opens one message, `line.py` knows which sessions are open, `listener.py`
answers on the network. It knows no company and no call.
"""
