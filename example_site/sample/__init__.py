"""The sample data of the trial: pages, agencies, officers, and dossiers with their histories.

Facts stand in `example_site/data`; everything is made with the acts that citizens and officers use.
"""
