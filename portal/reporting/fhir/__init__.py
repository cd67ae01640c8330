"""One case for other computers, as a FHIR R4 Bundle: its plain values, the tables of codes, and the shapes."""
