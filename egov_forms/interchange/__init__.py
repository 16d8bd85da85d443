"""Services as JSON files: read, plan, apply, write, and try with sets of answers.

The format is that of the definition, with the agencies beside it; the reference documentation
describes it.
"""

FORMAT_VERSION = "1.0"
EXPRESSION_LANGUAGE = "CEL"

#: What a file may say about itself; read by people, kept by nobody.
ABOUT_THE_FILE = ("schema_version", "as_of", "status_values", "expression_language", "note")
