"""The commands of build.py, a file each; cli names them."""
