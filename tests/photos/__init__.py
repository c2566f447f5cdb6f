"""Made photos of digits, to measure how they are read. They share no code with what reads them."""
