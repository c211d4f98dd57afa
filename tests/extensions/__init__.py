"""Extensions at every door: two plugins that stand beside customers, contacts and activities."""
