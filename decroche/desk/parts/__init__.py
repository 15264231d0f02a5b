"""What several screens share: reading a request, the menu, words, the line of the law."""
