"""The services outside of this process that the desk talks to (mail servers, the register of
companies, tesseract, the system's keyring, a desk telephone), one folder each. A gateway takes and
returns typed values and knows nothing of companies and calls.
"""
