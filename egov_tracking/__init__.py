"""Process dossiers at the one-stop counter and let citizens follow them."""
