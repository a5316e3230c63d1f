"""The learned part: what the network sees, how it is trained, and how its answers become mentions and links."""
