"""The demo newsroom: people, stories and pictures to click through, and stories by the thousand to test with."""
