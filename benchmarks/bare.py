"""The page everything is measured against: three lines of Flask under the server and with the settings of our own."""

import sys

from flask import Flask

from portal import serving

app = Flask("bare")


@app.get("/")
def hello() -> str:
    return "hello"


if __name__ == "__main__":
    serving.listen(app, "127.0.0.1", int(sys.argv[1]))
