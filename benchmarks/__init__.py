"""What the client and its generator cost, side by side with what they could be replaced by.

``make bench`` runs all of it and writes ``docs/benchmarks.md`` and its plot.

    environment   a virtualenv with the contenders, and clients generated for the occasion
    large_spec    a document with as many operations as are wanted
    server        responds at once, in a process of its own
    contenders    one call, made in many ways
    calls         worker: the CPU time of calls, and calls per second
    decoding      worker: from the bytes of a response to a model
    startup       imports and memory, in fresh processes
    generation    generating clients of small and large documents
    instructions  what a call costs in machine instructions
    measure       all of it, one after the other
    figures       what was measured, as tables and goals
    report, plot  where it is written

Each measurement is a ratio to something else that was measured in the same minute, because the
speed of a machine changes from one minute to the next. Nothing here is ever asserted in a test.
"""
