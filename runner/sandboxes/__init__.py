"""What stands between a submission and everything else: commands and filters only, nothing is started here."""
