"""What every room uses: pure values and protocols. No Django, no HTTP, no clock."""
