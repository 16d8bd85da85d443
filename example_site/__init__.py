"""A small agency portal that uses both apps, as an agency would."""
