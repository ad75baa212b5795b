"""Does `generator.lower` understand documents?"""
