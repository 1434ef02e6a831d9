"""A DedeCMS site moves in: dump -> staging -> records -> convert -> load. Only `load` touches the database."""
