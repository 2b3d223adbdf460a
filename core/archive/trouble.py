class ArchiveError(Exception):
    """Why it can't be done, in words for the person at the command line."""
