"""What a step of a check can do, one file for each group of actions."""
