"""What is no part of a story: the rules that tell it, where they fit, and what it says about the story."""
