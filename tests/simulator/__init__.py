"""The simulator, as its users meet it: bots of all sorts are run against it."""
