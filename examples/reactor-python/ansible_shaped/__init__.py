"""A reactor of the Chain Reactor API in Python, in the shape of Ansible: a descriptor becomes a playbook, whose tasks bring an
inventory to a state. The inventory is in memory. Standard library only."""
