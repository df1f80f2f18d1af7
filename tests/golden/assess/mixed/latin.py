# Müller
NAME = 'x'
