"""The directory: local services, as data that can be searched, filtered, mapped and shown."""
