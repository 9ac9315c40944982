"""What differs between two sets of cases, and whether by more than noise."""
