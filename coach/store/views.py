"""The three views people and other programs read.

A text that shipped is never edited: a later migration drops the view and makes it from another.
Every view leaves out retracted facts; a fact is retracted only by a fact of the same patient, and
some kinds by none (`coach.domain.retractions`).
"""

_ACTIVITY = (
    "pain_score",
    "session_started",
    "session_ended",
    "exercise_done",
    "item_excused",
    "sitting_started",
    "sitting_bout",
    "warning_given",
    "red_flag_answered",
    "safety_hold",
    "safety_cleared",
    "stage_proposed",
    "stage_changed",
    "answer_given",
    "fact_retracted",
    "note_written",
    "flare_started",
)
"""Facts that show the coach was in use that day: all but what it asked and which plan it got."""
_ACTIVITY_2 = (*_ACTIVITY, "flare_proposed", "light_given", "body_marked", "care_step_noted")
"""The same with the facts that the second migration brought."""
_ACTIVITY_3 = (*_ACTIVITY, "flare_proposed", "light_given", "body_marked")
"""The same without what the therapist notes: it shows nothing of the patient's days."""
_ACTIVITY_4 = (
    *_ACTIVITY_3,
    "reminder_put_off",
    "quiet_begun",
    "quiet_ended",
    "away_answered",
    "timer_started",
    "timer_ended",
    "still_answered",
    "task_announced",
)
"""The same with the facts about time; a reminder shows the machine, not the patient."""
_FOR_GOOD_3 = ("red_flag_answered", "safety_hold", "safety_cleared")
"""Those of them that no retraction takes back."""


def _stands(alias: str) -> str:
    return (
        "NOT EXISTS (SELECT 1 FROM fact_retracted AS r "
        f"WHERE r.fact = {alias}.id AND r.patient = {alias}.patient)"
    )


def _in_use(activity: tuple[str, ...], for_good: tuple[str, ...] = ()) -> str:
    return "\n      OR ".join(
        f"EXISTS (SELECT 1 FROM {kind} AS f WHERE f.patient = d.patient AND f.day = d.day "
        f"AND {'1' if kind in for_good else _stands('f')})"
        for kind in activity
    )


_ADHERENCE = f"""
WITH
  asked AS (
    SELECT patient, item, for_day AS day,
           CASE WHEN timed THEN planned_seconds ELSE planned_reps END AS dose, timed,
           row_number() OVER (
             PARTITION BY patient, item ORDER BY julianday(at) DESC, seq DESC
           ) AS age
    FROM item_asked AS f
    WHERE {_stands("f")}
  ),
  worked AS (
    SELECT patient, item, sum(reps) AS reps, sum(seconds) AS seconds,
           max(outcome IN ('skipped', 'stopped')) AS declined
    FROM exercise_done AS f
    WHERE {_stands("f")}
      AND NOT EXISTS (
        SELECT 1 FROM session_started AS s
        WHERE s.session = f.session AND s.patient = f.patient AND s.pace <> 1 AND {_stands("s")}
      )
    GROUP BY patient, item
  ),
  excuse AS (
    SELECT DISTINCT patient, item, 1 AS excused FROM item_excused AS f WHERE {_stands("f")}
  ),
  asked_late AS (
    SELECT patient, for_day AS day FROM item_asked AS f
    WHERE {_stands("f")}
    GROUP BY patient, for_day
    HAVING min(f.day <> f.for_day)
  ),
  not_recorded AS (
    SELECT patient, day, 1 AS unknown FROM asked_late AS d
    WHERE NOT (
      {{in_use}}
    )
  ),
  result AS (
    SELECT a.patient, a.day, coalesce(x.excused, 0) AS excused, coalesce(n.unknown, 0) AS unknown,
           coalesce(w.declined, 0) AS declined,
           CASE
             WHEN a.dose > 0 THEN
              min(1.0, 1.0 * coalesce(CASE WHEN a.timed THEN w.seconds ELSE w.reps END, 0) / a.dose)
             ELSE coalesce(w.reps, 0) > 0
           END AS fraction
    FROM asked AS a
    LEFT JOIN worked AS w ON w.patient = a.patient AND w.item = a.item
    LEFT JOIN excuse AS x ON x.patient = a.patient AND x.item = a.item
    LEFT JOIN not_recorded AS n ON n.patient = a.patient AND n.day = a.day
    WHERE a.age = 1
  ),
  total AS (
    SELECT patient, day,
           count(*) AS planned,
           sum(NOT excused AND NOT unknown AND fraction >= 0.995) AS done,
           sum(NOT excused AND NOT unknown AND fraction > 0 AND fraction < 0.995) AS partial,
           sum(NOT excused AND NOT unknown AND fraction = 0 AND declined) AS skipped,
           sum(excused) AS excused,
           sum(NOT excused AND unknown) AS not_recorded,
           100 * sum(CASE WHEN excused OR unknown THEN NULL ELSE fraction END)
             / sum(NOT excused AND NOT unknown) AS mean
    FROM result
    GROUP BY patient, day
  )
SELECT patient, day, planned, done, partial, skipped, excused, not_recorded,
       round(mean + 1e-9, 1) AS percent
FROM total
"""
"""Per item done dose over asked dose, at most 1; the mean of the items that are not excused.

`percent` is NULL when nothing is asked and on a day that is not recorded: asked only in hindsight,
and nothing entered on the day itself. Sessions at another pace than 1 count for nothing. Halves
are rounded up, as everywhere in coach.
"""
ADHERENCE_BY_DAY = _ADHERENCE.format(in_use=_in_use(_ACTIVITY))
ADHERENCE_BY_DAY_2 = _ADHERENCE.format(in_use=_in_use(_ACTIVITY_2))
ADHERENCE_BY_DAY_3 = _ADHERENCE.format(in_use=_in_use(_ACTIVITY_3, _FOR_GOOD_3))
ADHERENCE_BY_DAY_4 = _ADHERENCE.format(in_use=_in_use(_ACTIVITY_4, _FOR_GOOD_3))

_PAIN = f"""
WITH
  depth(word, number) AS (
    VALUES ('none', 0), ('back', 1), ('buttock', 2), ('thigh', 3), ('knee', 4), ('calf', 5),
           ('foot', 6)
  ),
  total AS (
    SELECT patient, day, site, max(score) AS worst, avg(score) AS mean,
           max((SELECT number FROM depth WHERE word = f.reach)) AS furthest
    FROM {{scores}} AS f
    WHERE {_stands("f")} AND NOT EXISTS (
      SELECT 1 FROM session_started AS s
      WHERE s.session = f.session AND s.patient = f.patient AND s.pace <> 1 AND {_stands("s")}
    )
    GROUP BY patient, day, site
  )
SELECT patient, day, site, worst,
       CASE WHEN mean * 8 = CAST(mean * 8 AS INTEGER) AND CAST(mean * 8 AS INTEGER) % 4 = 1
            THEN CAST(mean * 100 AS INTEGER) / 100.0 ELSE round(mean, 2) END AS mean,
       (SELECT word FROM depth WHERE number = furthest) AS reach
FROM total
"""
"""Worst and mean score of each site, and the furthest reach said with them (NULL: never said).

An exact eighth is rounded to the even hundredth, as everywhere in coach.
"""
PAIN_BY_DAY = _PAIN.format(scores="pain_score")
_SCORES_BY_EVENING = """(
      SELECT id, patient, site, score, reach, session,
             CASE WHEN moment = 'worst_24h' AND substr(at, 12, 2) < '04'
                  THEN date(day, '-1 day') ELSE day END AS day
      FROM pain_score
    )"""
PAIN_BY_DAY_2 = _PAIN.format(scores=_SCORES_BY_EVENING)
"""The same; the worst of 24 hours told before four in the morning counts to the day before."""


def _score(site: str, moment: str) -> str:
    return (
        "(SELECT max(score) FROM pain_score AS f WHERE f.session = s.session "
        f"AND f.patient = s.patient AND f.site = '{site}' AND f.moment = '{moment}' "
        f"AND {_stands('f')})"
    )


SESSION_LOG = f"""
SELECT s.patient, s.day, s.session, s.stage, s.pace, s.at AS started, e.at AS ended, e.minutes,
       e.outcome, s.items,
       (SELECT count(*) FROM exercise_done AS f
        WHERE f.session = s.session AND f.patient = s.patient
          AND f.outcome = 'done' AND {_stands("f")}) AS sets_done,
       {_score("back", "before")} AS back_before,
       {_score("leg", "before")} AS leg_before,
       {_score("back", "after")} AS back_after,
       {_score("leg", "after")} AS leg_after
FROM session_started AS s
LEFT JOIN session_ended AS e
  ON e.session = s.session AND e.patient = s.patient AND {_stands("e")}
WHERE {_stands("s")}
"""
"""One line per session; `ended`, `minutes` and `outcome` are NULL while nothing ended it."""
