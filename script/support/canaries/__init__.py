"""The canary hunt: what is left of buyers who never were, in every copy (R4.2). docs/canaries.md says how."""
