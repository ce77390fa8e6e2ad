"""The estimators on records of people and episodes, so that a statistician can check them against another program."""
