"""Finding exercises by words."""

from collections.abc import Iterable

from coach.domain.exercise import Exercise


def search(exercises: Iterable[Exercise], words: str) -> list[Exercise]:
    """Exercises in which every one of `words` occurs, best first; all of them for no words."""
    wanted = words.casefold().split()
    ranked = []
    for exercise in exercises:
        ranks = [_rank(exercise, word) for word in wanted]
        if None not in ranks:
            total = sum(rank for rank in ranks if rank is not None)
            ranked.append((total, exercise.code, exercise.id, exercise))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1])]


def _rank(exercise: Exercise, word: str) -> int | None:
    """How well one word fits: 0 is its very name, None not at all."""
    names = (exercise.id, exercise.code, exercise.name)
    if any(word == name.casefold() for name in names):
        return 0
    places = (
        (exercise.name, exercise.id, exercise.code),
        exercise.also_called,
        (*exercise.equipment, exercise.position.value),
        exercise.steps,
    )
    for rank, texts in enumerate(places, start=1):
        found = [text.casefold() for text in texts if word in text.casefold()]
        if found:
            begins = any(part.startswith(word) for text in found for part in _parts(text))
            return 2 * rank - 1 if begins else 2 * rank
    return None


def _parts(text: str) -> list[str]:
    return text.replace("-", " ").split()
