"""The state of the site, told to load balancers, to monitoring and to operators."""
