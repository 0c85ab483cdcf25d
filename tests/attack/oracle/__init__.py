"""What an attacker can compute from released numbers: memberships, linear algebra, feasible answers.

Written from the definitions alone. Nothing in this package imports the planner.
"""
