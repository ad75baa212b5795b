"""What an API is: frozen values that know neither OpenAPI nor Python.

`types` has the types of values, `api` the API around them, `walk` goes through both.
"""
