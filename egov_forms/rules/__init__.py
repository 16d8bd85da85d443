"""Pure rules of the forms: no ORM, no request, no settings, no clock, no randomness."""
