"""``python -m packhaus``: the command line."""

from packhaus.cli import main

if __name__ == "__main__":
    main()
