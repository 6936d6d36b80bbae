"""Entity components: documents, dates, units, officials, organizations."""
