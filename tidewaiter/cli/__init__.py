"""The command line: one module a command, imported when it is called, so that `tidewaiter read` loads no browser."""
