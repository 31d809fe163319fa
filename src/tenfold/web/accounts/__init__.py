"""Who may use Tenfold: people, roles, sign-in."""
