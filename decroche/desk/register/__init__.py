"""Companies found in the state's register, and cards compared with it."""
