"""The portal's own pages: home, and the mailbox of the trial."""
