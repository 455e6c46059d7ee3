"""The child process in which foreign bytes are decoded: bounded in time and memory, with nothing to steal.

It imports neither the database nor the settings. `files.decoding` starts it and speaks to it.
"""
