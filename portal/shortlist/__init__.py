"""A list of services without an account, and the sheets to hand out that are made from one."""
