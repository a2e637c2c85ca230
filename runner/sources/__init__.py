"""Where kata folders come from: a folder in sight, or what is bundled with kata."""
