"""The two scripts of Chinese: which one a text is in, and converting text from one to the other."""
