"""Reading of hostile files in a child process with limits of memory and time.

Everything here runs without Django: `uploads` starts ``python -m egov_forms.sandbox`` for one
file and reads one line of JSON. A parser that crashes, hangs or eats memory takes only its own
process with it (security rule 13).
"""
