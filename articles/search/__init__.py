"""
Finding what was published: an index of words, kept in the same transaction as the editions, and asked at an instant.

FTS5 on SQLite and tsvector on PostgreSQL lie behind one interface (base.py); what is a word, which words answer for
which, and what comes first is said here, once for both.
"""
