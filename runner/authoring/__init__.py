"""What the authors of katas use: checks, schemas and proofs."""
