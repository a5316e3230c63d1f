"""From phrases to values: numbers, amounts with their units, times and the numbers of official papers."""
