"""Pure analysis of facts: adherence, pain over time, the day's light."""
