"""coach: a voice coach for people with sciatica or low back pain.

The floors, from the top; imports go down only, names on one line never import each other:

    __main__
    cli                                        shell commands and line mode
    bootstrap | tui                            wiring | screens
    workflows | store | exchange | speech | listening | schedule | reports | config
    processes                                  started fresh, spoken to in lines, ended for sure
    session | review                           pure: the engine | pure: the analysis
    domain | clock                             pure words and rules | the only door to time

How a step flows: a key, an answer or a tick becomes an input; `session.engine.advance` answers
with a new state, facts and cues; the facts go to disk first, then the cues are spoken and drawn.
"""

__version__ = "0.1.0"
