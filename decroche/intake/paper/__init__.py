"""Paper lists that were photographed or scanned: pages are straightened, words are read, lines
become candidate cards, each with its piece of the picture.
"""
