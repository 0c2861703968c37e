"""The simulated site: boards, barriers, cars and cameras behind real ports, in its own process."""
