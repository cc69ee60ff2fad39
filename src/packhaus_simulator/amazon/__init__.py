"""Amazon's side: Login with Amazon and the Selling Partner API."""
