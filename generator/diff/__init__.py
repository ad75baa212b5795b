"""What changed between two APIs for those who call the Python client.

    old, new -> pair what is the same -> collect changes, judged by the rules -> write a report

`rules` says what counts as breaking. `matching` pairs what is the same in two lists, `alignment`
the models and enums of two clients; `types` says how types compare, `usage` whether callers pass
or receive them. `compare` collects the `changes` that `credentials`, `methods`, `arguments` and
`models` find, `report` writes them. `committed` reads the old document from git.
"""
