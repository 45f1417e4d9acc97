"""The therapist's screens: caseload, follow-up, editor; they know the clinic and its workflows."""
