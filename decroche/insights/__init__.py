"""Read models over calls and the journal: figures, weeks, the heat map. Changes nothing."""
