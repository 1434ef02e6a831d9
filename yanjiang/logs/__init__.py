"""The log: a number for each request, lines or JSON without personal data, and errors by mail and to Sentry."""
