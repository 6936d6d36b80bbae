"""Text as read and as worked on: normalising with offsets, tokens, digits, calendars."""
