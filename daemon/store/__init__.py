"""The only room that speaks SQL: rows are the truth, and they never leave it."""
