"""A paper list, photographed or scanned: pages straightened, words read, lines that become
candidate cards, each with its piece of the picture.
"""
