class Helper(object):
    limit = int("3")
