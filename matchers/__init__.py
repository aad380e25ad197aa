"""What links a listing to watched goods, to known cases and to other listings."""
