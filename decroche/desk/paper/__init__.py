"""The lines of a photographed list, each beside its piece of the picture."""
