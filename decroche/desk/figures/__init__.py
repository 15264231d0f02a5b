"""The Bilan: figures, comparisons, rhythm, what came of the calls, and their exports."""
