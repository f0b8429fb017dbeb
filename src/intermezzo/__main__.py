"""`python -m intermezzo` is `intermezzo`."""

from intermezzo.cli import main

if __name__ == "__main__":
    main()
