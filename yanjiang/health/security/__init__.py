"""The checks of `manage.py check_site`: what an attacker would look for, told to operators.

`inside` looks at settings, files and accounts, `packages` at known holes, `components` at versions.
`outside` asks the site as a reader does.
"""
