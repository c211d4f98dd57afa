"""Care before they ask: what is due when, reminders, greetings, contact rules."""
