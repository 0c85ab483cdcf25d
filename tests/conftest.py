"""Figures that a test measured stand at the end of the run, also when it passes."""

from __future__ import annotations

from _pytest.terminal import TerminalReporter


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    for report in terminalreporter.stats.get("passed", []):
        for name, words in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(words)
