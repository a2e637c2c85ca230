"""What one check did, lane by lane: for showing only, never for grading."""
