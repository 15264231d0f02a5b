"""Call sheets: the next cards on paper, with lines to write on."""
