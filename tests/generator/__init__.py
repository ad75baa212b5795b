"""Does the generator decide right?"""
