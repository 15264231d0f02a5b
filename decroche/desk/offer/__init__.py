"""Mon offre: who she is, what she does, and the page made from it."""
