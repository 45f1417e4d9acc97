"""The forty faults a coach must live with, and the tests that inject each of them.

A row is the fault, then the ids of its tests; `not_here` says what of it no test does, and why.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One fault."""

    fault: str
    tests: tuple[str, ...] = ()
    not_here: str = ""


def _row(fault: str, *tests: str, not_here: str = "") -> Row:
    return Row(fault, tests, not_here)


_FAULTS, _STORE, _TUI, _CLI = "tests/faults/", "tests/store/", "tests/tui/", "tests/cli/"
_SHIFTED = _FAULTS + "test_shifted_clock.py::"
_DOCTOR = _CLI + "test_doctor_finds.py::"
_SHUT_OUT = _CLI + "test_doctor_shut_out.py::"
_HELD = "tests/contracts/test_held_log.py::"
NAMED = _DOCTOR + "test_a_fault_is_named_with_what_to_do"
"""The test that has each fault of `tests.cli.test_doctor_finds.FAULTS` put before the doctor."""
_FUZZ = "tests/fuzz/test_fuzz.py::test_changed_inputs_end_in_a_sentence"
_MOMENTS = "tests/session/test_stopped_at_any_moment.py::"
_WORK, _SPEECH, _JOURNEYS = "tests/workflows/", "tests/speech/", "tests/journeys/"

TRACES = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 21, 22, 23, 26, 30, 31, 33, 34, 35, 37, 40)
"""Faults that leave something to be seen afterwards; `coach doctor` names each."""

MATRIX: dict[int, Row] = {
    1: _row(
        "killed in the middle of a session",
        NAMED,
        _DOCTOR + "test_a_coach_killed_while_it_wrote_is_told_and_is_no_finding",
        _DOCTOR + "test_a_session_that_was_cut_off_is_told_until_it_was_asked_about",
        _STORE + "test_faults.py::test_a_killed_writer_loses_no_acknowledged_fact",
        _JOURNEYS
        + "test_killed.py::test_kill_9_in_a_session_loses_nothing_and_the_next_start_goes_on",
        _CLI + "test_shell.py::test_after_a_kill_the_next_start_offers_to_go_on",
        _WORK + "test_run_session.py::test_killed_twice_nothing_is_done_twice",
        _FAULTS + "test_encryption_cut.py::"
        "test_killed_at_a_moment_the_log_opens_with_what_is_asked_for",
    ),
    2: _row(
        "the power fails",
        NAMED,
        _DOCTOR + "test_a_power_cut_over_the_first_page_is_told_with_what_takes_it_back",
        _FAULTS + "test_power_cut.py::test_a_power_cut_at_any_write_loses_nothing_acknowledged",
        _STORE + "test_broken_off.py::test_a_torn_first_page_is_taken_back_before_a_log_is_judged",
        not_here="No power was cut: the states a disk may hold at each write are opened instead. "
        "Of pages torn within a write the first one is, with the journal and without; disks that "
        "lie about a sync are not simulated.",
    ),
    3: _row(
        "the disk is full when something is to be written down",
        NAMED,
        _DOCTOR + "test_a_disk_that_is_full_or_frozen_is_named",
        _STORE + "test_faults.py::test_a_full_disk_still_takes_the_facts_that_end_a_session",
        _WORK + "test_safety.py::test_a_yes_locks_and_speaks_even_when_the_disk_is_full",
        _FAULTS
        + "test_lost_yes.py::test_a_yes_on_a_full_disk_locks_the_next_start_and_is_written_once",
        _FAULTS + "test_full_session.py::"
        "test_a_session_that_is_ended_on_a_full_disk_says_that_its_end_is_not_saved",
        _FAULTS + "test_full_session.py::"
        "test_a_session_whose_disk_has_room_again_says_so_and_all_of_it_is_saved",
        _WORK + "test_run_session.py::test_the_session_can_always_be_ended",
        _WORK + "test_timers.py::test_a_full_disk_keeps_no_pack_on",
        _FAULTS + "test_pack_on_a_full_disk.py::"
        "test_it_is_said_and_shown_to_come_off_whatever_else_the_log_refuses",
        "tests/soak/test_disk.py::"
        "test_a_soak_with_the_right_to_mount_lives_on_a_disk_that_is_really_full",
        not_here="In the tests of the workflows the log refuses as a full disk would; a disk that "
        "is really full lies under the log's own test, a session in lines, a yes, the doctor's and "
        "the soak's, with the right to mount.",
    ),
    4: _row(
        "the disk is full for settings or a backup",
        NAMED,
        _STORE + "test_faults.py::test_a_full_disk_still_takes_the_facts_that_end_a_session",
        _FAULTS + "test_mounts.py::test_settings_on_a_full_disk_keep_the_old_file",
        _FAULTS + "test_mounts.py::test_an_encrypted_log_on_a_full_disk_is_told_so",
        _FAULTS + "test_mounts.py::"
        "test_an_export_on_a_full_disk_names_its_file_and_leaves_none_of_it",
        _FAULTS + "test_mounts.py::test_a_voice_on_a_full_disk_says_that_the_disk_is_full",
        "tests/test_config.py::test_a_file_that_cannot_be_written_keeps_the_old_one",
        "tests/test_config.py::test_nothing_half_written_stays",
    ),
    5: _row(
        "read-only file, folder or disk",
        NAMED,
        _DOCTOR + "test_a_disk_that_is_full_or_frozen_is_named",
        _SHUT_OUT + "test_what_is_closed_is_named_with_what_to_do",
        _SHUT_OUT + "test_who_may_not_take_the_lock_is_told_its_name",
        _SHUT_OUT + "test_where_the_doctor_says_that_no_copy_can_be_made_none_is",
        _STORE + "test_faults.py::test_a_read_only_disk_can_still_be_read",
        _FAULTS
        + "test_mounts.py::test_a_frozen_disk_shows_the_day_and_refuses_a_score_in_one_line",
        _FAULTS + "test_lost_yes.py::test_a_yes_on_a_frozen_disk_is_said_to_be_lost_to_the_end",
        _TUI + "test_safety.py::test_a_reader_sees_why_nothing_is_written",
    ),
    6: _row(
        "another program holds the database",
        _DOCTOR + "test_another_program_that_holds_the_log_is_named",
        _HELD + "test_who_lets_go_in_time_is_waited_for_and_the_fact_is_on_disk",
        _HELD + "test_who_holds_on_is_named_and_the_next_try_goes_once_it_has_let_go",
        _HELD + "test_at_the_keys_a_held_log_is_waited_for_once_and_not_again_before_it_is_free",
        _TUI + "test_held_log.py::test_the_emergency_number_is_shown_whatever_could_not_be_saved",
        _TUI + "test_held_log.py::"
        "test_what_a_session_could_not_save_until_the_coach_was_left_is_saved_by_the_next",
        _TUI + "test_held_log.py::"
        "test_that_hurts_stops_the_session_and_its_facts_are_kept_for_later",
        _WORK + "test_safety.py::test_a_yes_locks_where_the_log_cannot_even_be_read",
    ),
    7: _row(
        "two coaches at once",
        _DOCTOR + "test_an_open_coach_and_waiting_requests_are_told",
        _STORE + "test_home_lock.py::test_a_second_coach_reads_and_names_the_first",
        _CLI + "test_watch.py::test_a_second_watch_says_so_and_ends_with_4",
        _WORK + "test_packs_and_holds.py::test_a_yes_in_a_second_coach_locks_the_first_one",
    ),
    8: _row(
        "a read that becomes a write",
        _STORE + "test_event_log.py::test_every_transaction_that_writes_begins_immediate",
        _STORE + "test_transactions.py::test_whoever_begins_to_write_takes_the_lock_first",
        _STORE + "test_transactions.py::test_what_only_reads_leaves_nothing_written",
        not_here="Two units of writing are watched; that all others take the lock first is read "
        "from the source.",
    ),
    9: _row(
        "a damaged database",
        NAMED,
        _FAULTS + "test_damaged_log.py::test_damage_anywhere_is_told_or_harmless",
        _FAULTS + "test_damaged_log.py::test_a_damaged_schema_sends_no_escape_to_the_terminal",
        _FAULTS + "test_damaged_log.py::test_a_definition_that_was_changed_is_found",
        _STORE + "test_chain.py::test_a_flipped_bit_in_a_fact_is_always_found",
        _STORE + "test_backup.py::test_a_damaged_log_is_kept_beside_the_restored_one",
        _STORE + "test_restore.py::"
        "test_a_log_whose_beginning_is_broken_is_read_with_that_of_the_copy",
        _CLI + "test_care.py::test_the_doctor_finds_a_damaged_log",
    ),
    10: _row(
        "an empty file, or no database",
        NAMED,
        _STORE + "test_opening.py::test_what_cannot_be_believed_is_refused_and_left_alone",
    ),
    11: _row(
        "a log of a newer coach",
        NAMED,
        _STORE + "test_opening.py::test_what_cannot_be_believed_is_refused_and_left_alone",
    ),
    12: _row(
        "a change of schema is cut in two",
        NAMED,
        _DOCTOR + "test_a_change_of_schema_that_was_cut_is_told",
        _FAULTS
        + "test_migration_cut.py::test_killed_at_a_statement_it_is_the_old_version_or_the_new",
        _STORE + "test_schema.py::test_a_migration_killed_at_any_statement_leaves_the_old_schema",
    ),
    13: _row(
        "a SQLite whose write-ahead log can be corrupted",
        _DOCTOR + "test_which_sqlite_writes_and_how_is_told",
        _STORE + "test_opening.py::test_a_write_ahead_log_needs_a_sqlite_without_its_fault",
    ),
    14: _row(
        "the clock is set wrong and put right",
        NAMED,
        _DOCTOR + "test_a_clock_set_back_is_named",
        _JOURNEYS
        + "test_a_year_at_the_edge.py::test_nor_while_the_clock_is_set_wrong_and_put_right",
        _JOURNEYS
        + "test_holds_that_stand.py::test_a_yes_locks_after_a_clock_that_ran_ahead_was_set_right",
        _WORK + "test_run_session.py::test_a_clock_that_was_set_changes_nothing_in_a_session",
        _CLI + "test_care.py::test_the_doctor_finds_a_clock_that_cannot_be_right",
        _SHIFTED + "test_a_clock_that_is_set_in_a_hold_disturbs_it_by_nothing",
        _SHIFTED + "test_a_yes_locks_after_a_clock_that_ran_ahead_was_put_right",
        not_here="What processes are told of the time is moved; the machine's own clock is not.",
    ),
    15: _row(
        "the machine sleeps in a hold",
        _WORK + "test_suspended.py::test_a_hold_pauses_asks_to_repeat_and_counts_no_repetition",
        _SHIFTED + "test_a_machine_that_slept_in_a_hold_asks_to_repeat_it_and_counts_no_repetition",
        not_here="The clocks of a running coach move as over a sleep; no machine was put to one.",
    ),
    16: _row(
        "the program is stopped for seconds",
        _FAULTS + "test_stopped.py::"
        "test_a_hold_that_was_stopped_asks_to_repeat_it_and_counts_no_repetition",
        _FAULTS + "test_stopped.py::test_who_was_stopped_and_goes_on_leaves_in_order",
        "tests/session/test_engine.py::"
        "test_a_program_that_stood_still_in_mid_hold_counts_nothing_either",
        "tests/desktop/test_real_desktop.py::"
        "test_a_watch_killed_stopped_and_started_again_says_nothing_twice",
    ),
    17: _row(
        "the machine sleeps over a reminder",
        _WORK + "test_reminders_at_the_edge.py::test_after_sleep_the_question_is_the_only_line",
        "tests/schedule/test_alarm.py::"
        "test_an_instant_that_passed_while_the_machine_slept_wakes_at_once",
        _TUI + "test_today.py::test_after_a_sleep_there_is_one_question_with_three_answers",
        _SHIFTED + "test_a_machine_that_slept_over_a_reminder_brings_one_question",
        not_here="The clocks of a running coach move as over a sleep; no machine was put to one.",
    ),
    18: _row(
        "clock changes and travel",
        _FAULTS + "test_travel.py::"
        "test_the_clock_of_a_running_process_goes_with_the_zone_of_the_machine",
        _JOURNEYS + "test_a_year_at_the_edge.py::test_the_weeks_around_every_edge_of_the_year",
        _JOURNEYS + "test_a_year_at_the_edge.py::"
        "test_nothing_is_lost_or_said_twice_whatever_sleeps_and_wherever_one_travels",
        "tests/domain/test_agenda.py::"
        "test_in_the_hour_that_spring_takes_no_two_times_are_due_at_once",
        not_here="By the hand-moved clock. The machine's zone really changes under a process that "
        "runs, but that is the coach's clock alone, and it looks at once, not every 5 s.",
    ),
    19: _row(
        "the event loop stands still",
        _TUI + "test_blocked_loop.py::"
        "test_a_hold_ends_at_its_deadline_though_the_loop_is_blocked_again_and_again",
        _FAULTS + "test_blocked_loop.py::"
        "test_a_hold_over_which_the_loop_stood_still_is_asked_for_again_and_counts_nothing",
        "tests/session/test_engine.py::test_a_hold_ends_at_its_deadline_however_the_ticks_fall",
        "tests/session/test_engine.py::"
        "test_time_the_program_stood_still_is_never_counted_whatever_is_pressed_then",
        not_here="For seconds the loop is really blocked; for a third of one it is the hand-moved "
        "clock that goes on in a callback of the app. A whole program that stands still is row 16.",
    ),
    20: _row(
        "both cores are busy",
        _FAULTS + "test_busy_cores.py::test_on_busy_cores_a_session_is_done_and_logged_as_ever",
        not_here="How late cues are under load is a figure, not a pass or a failure: `make bench` "
        "part c.",
    ),
    21: _row(
        "no voice on the machine",
        _DOCTOR + "test_no_voice_and_no_sound_are_named_and_stop_nobody",
        _SPEECH + "test_choice.py::test_a_machine_without_a_voice_names_none_at_once",
        _SPEECH + "test_speaker.py::"
        "test_a_voice_that_fails_three_times_is_replaced_by_tones_and_told_once",
        _FAULTS + "test_no_voice.py::test_the_doctor_says_what_to_install",
        _FAULTS + "test_no_voice.py::test_every_line_becomes_a_tone_and_that_is_told_once",
        not_here="The libraries are really taken away on Linux alone, with the right to mount, and "
        "under the speaker and the doctor; no whole session was led so.",
    ),
    22: _row(
        "no sound device, or it goes away",
        _DOCTOR + "test_no_voice_and_no_sound_are_named_and_stop_nobody",
        _SPEECH + "test_player.py::test_without_a_device_it_says_so_and_nothing_reaches_the_screen",
        _SPEECH + "test_speaker.py::test_no_device_means_text_told_once",
        _SPEECH + "test_faults.py::"
        "test_a_device_that_vanishes_in_the_middle_of_a_word_becomes_text_and_comes_back",
    ),
    23: _row(
        "the voice hangs or dies",
        _DOCTOR + "test_a_voice_that_died_is_told_with_what_to_do_and_is_no_finding",
        _SPEECH + "test_worker.py::test_how_a_worker_was_lost_is_told_and_no_line_that_failed",
        _SPEECH + "test_faults.py::"
        "test_a_worker_that_is_killed_in_the_middle_of_a_line_is_not_felt",
        _SPEECH + "test_faults.py::"
        "test_counts_go_on_and_a_warning_is_announced_while_the_voice_hangs",
        _SPEECH + "test_faults.py::test_an_engine_that_ends_its_process_in_c_becomes_tones",
        _SPEECH + "test_speaker.py::test_a_device_that_hangs_is_opened_anew",
        _SPEECH + "test_speaker.py::"
        "test_the_voice_comes_back_while_who_writes_down_that_it_broke_off_stands_still",
    ),
    24: _row(
        "the voice is slower than the exercise",
        _SPEECH
        + "test_faults.py::test_with_a_voice_slower_than_the_exercise_no_count_is_said_late",
        _SPEECH + "test_faults.py::"
        "test_with_a_voice_slower_than_the_exercise_a_warning_is_announced_before_its_words",
        "tests/session/test_engine.py::test_a_late_count_is_dropped_and_a_fresh_one_is_not",
        _SPEECH + "test_utterances.py::"
        "test_a_count_that_is_late_when_the_name_has_ended_is_dropped",
    ),
    25: _row(
        "SIGTERM, SIGHUP, the window is closed",
        _TUI + "test_terminal.py::test_a_signal_leaves_in_order_and_restores_the_terminal",
        _TUI + "test_terminal.py::test_a_terminal_that_vanishes_ends_the_coach_and_frees_the_home",
        _TUI + "test_terminal.py::test_a_signal_in_a_session_keeps_the_log_consistent",
        _FAULTS + "test_closed_window.py::"
        "test_nothing_that_a_session_started_goes_on_when_its_window_is_closed",
        _SPEECH + "test_endings.py::test_no_process_outlives_a_parent_that_is_killed",
    ),
    26: _row(
        "an error of ours",
        NAMED,
        _FAULTS + "test_error_of_ours.py::"
        "test_it_restores_the_terminal_ends_with_one_and_the_session_can_go_on",
        _CLI + "test_watch.py::test_a_fault_of_ours_is_kept_and_the_watch_goes_on",
    ),
    27: _row(
        "garbage from the keyboard",
        _FAULTS + "test_odd_terminals.py::test_garbage_on_the_keyboard_does_not_end_the_coach",
        _FAULTS + "test_odd_terminals.py::test_a_key_that_no_keyboard_has_does_not_end_the_coach",
        _FAULTS
        + "test_odd_terminals.py::test_a_long_paste_with_escapes_in_it_does_not_end_the_coach",
        _FAULTS + "test_odd_terminals.py::"
        "test_the_palette_below_the_emergency_screen_does_not_end_the_coach",
        _CLI + "test_shell.py::test_bytes_that_are_no_text_are_an_answer_like_any_other",
        _TUI + "test_pasting.py::test_an_escape_in_a_paste_presses_no_key",
        _TUI + "test_pasting.py::"
        "test_a_large_paste_full_of_escapes_does_not_keep_the_patient_waiting",
        _FUZZ,
        not_here="A terminal that does not mark its pastes sends keys: 110 kB of them take 18 s.",
    ),
    28: _row(
        "tiny, changing and missing terminals",
        _TUI + "test_terminal.py::test_a_resize_storm_in_a_real_terminal",
        _TUI + "test_sizes.py::test_instruction_and_stop_key_stay_on_a_small_screen",
        _CLI + "test_shell.py::test_a_dumb_terminal_gets_the_menu",
        _CLI + "test_shell.py::test_no_input_at_all_starts_nothing",
    ),
    29: _row(
        "hostile text",
        _FAULTS + "test_odd_terminals.py::test_hostile_names_reach_no_terminal_on_any_screen",
        _FAULTS + "test_hostile_home.py::"
        "test_hostile_words_reach_no_terminal_on_any_screen_of_the_day",
        _FAULTS + "test_hostile_home.py::"
        "test_hostile_words_reach_no_terminal_from_the_first_question_of_a_session_to_its_end",
        _FAULTS + "test_hostile_home.py::"
        "test_hostile_words_reach_no_terminal_in_the_questions_of_the_week",
        _FAULTS + "test_hostile_home.py::"
        "test_hostile_words_reach_no_terminal_while_coaching_is_locked",
        _FAULTS + "test_hostile_desk.py::"
        "test_hostile_words_reach_no_terminal_on_any_screen_of_the_therapist",
        _TUI + "test_hostile.py::test_hostile_names_on_today_session_and_summary",
        "tests/exchange/test_hostile_files.py::test_harmful_characters_in_a_name_are_replaced",
        _CLI + "test_usage.py::"
        "test_what_was_typed_never_reaches_the_terminal_as_control_characters",
        _FUZZ,
    ),
    30: _row(
        "a hostile program file",
        NAMED,
        "tests/exchange/test_hostile_files.py::test_deep_nesting_is_refused_with_its_line",
        "tests/exchange/test_hostile_files.py::test_a_file_of_ten_megabytes_is_not_read",
        "tests/exchange/test_hostile_files.py::"
        "test_a_number_of_five_thousand_digits_is_refused_with_its_line",
        _FUZZ,
    ),
    31: _row(
        "unsafe values in a program",
        NAMED,
        "tests/exchange/test_program_files.py::test_a_dose_beyond_the_caps_is_refused",
        "tests/domain/test_program_checks.py::test_doses_beyond_their_range_are_found",
        "tests/domain/test_program_checks.py::test_a_flare_and_sitting_beyond_their_ranges_are_found",
        "tests/domain/test_program_checks.py::test_more_than_four_packs_of_a_kind_a_day_are_found",
        "tests/session/test_pack_timers.py::"
        "test_a_pack_in_a_session_never_runs_past_its_hard_maximum_whatever_its_file_says",
        _WORK + "test_timers.py::"
        "test_nobody_gets_more_than_the_hard_maximum_where_a_file_allows_an_hour",
    ),
    32: _row(
        "pain or stop at any moment",
        _MOMENTS + "test_that_it_hurts_stops_it_at_once_and_asks",
        _MOMENTS + "test_that_it_hurts_is_logged_at_once_and_nothing_leads_there_again",
        _MOMENTS + "test_where_nobody_moves_or_it_was_asked_that_it_hurts_changes_nothing",
        _MOMENTS + "test_it_can_be_ended_and_then_is_silent",
        _MOMENTS + "test_a_sign_locks_it_without_another_word",
        _FAULTS + "test_that_hurts.py::test_it_stops_and_asks_and_is_in_the_log",
        _SPEECH + "test_heard_session.py::test_after_a_stop_in_a_word_all_is_still",
        _WORK + "test_run_session.py::test_stopping_is_heard_and_answered_whatever_the_log_does",
        _WORK + "test_hands_free.py::test_that_hurts_stands_still_at_once_and_logs_after_the_grace",
        not_here="How soon it is silent is a figure: `make bench` part g. Once it was said that it "
        "hurts, and while the leg is asked after, it has stopped and asks how it is already: `h` "
        "does nothing there. Under another screen, as the help, it stands still; `h` is heard "
        "once that is left.",
    ),
    33: _row(
        "written but not acknowledged",
        NAMED,
        _STORE + "test_faults.py::test_a_killed_writer_loses_no_acknowledged_fact",
        _STORE + "test_event_log.py::test_merging_takes_facts_in_as_they_are",
        _WORK + "test_receive.py::test_the_same_log_twice_is_harmless",
    ),
    34: _row(
        "a backup breaks off, its disk is unplugged",
        NAMED,
        _STORE + "test_backup.py::test_a_backup_that_was_killed_is_cleared_away_by_the_next",
        _STORE + "test_backup.py::"
        "test_a_half_copy_of_yesterday_is_cleared_away_where_the_next_is_made",
        _STORE + "test_backup.py::test_a_target_that_goes_away_leaves_the_former_backup",
        _FAULTS + "test_unplugged.py::"
        "test_a_disk_that_goes_away_keeps_its_former_copy_and_one_line_says_what_to_do",
        _FAULTS + "test_unplugged.py::"
        "test_the_days_copies_live_on_and_the_next_clears_away_what_was_half_made",
        not_here="No plug is pulled: the disk's mount is taken away, or made read-only, before a "
        "step of the backup. That a disk answers with EIO within one is made up.",
    ),
    35: _row(
        "a wrong, changed or lost backup",
        NAMED,
        _DOCTOR + "test_a_damaged_copy_is_never_what_the_doctor_says_to_restore",
        _DOCTOR + "test_weeks_of_facts_without_any_copy_ask_for_one",
        _DOCTOR + "test_a_caseload_without_any_copy_asks_for_one",
        _STORE + "test_backup.py::test_a_wrong_or_changed_backup_is_refused_in_its_own_words",
        _FAULTS + "test_damaged_log.py::test_no_backup_is_taken_from_a_damaged_log",
    ),
    36: _row(
        "the scheduler fails",
        "tests/schedule/test_alarm.py::"
        "test_an_error_in_a_wake_is_reported_and_the_next_one_still_comes",
        not_here="What a wake calls fails, not APScheduler's own store, which is in memory alone.",
    ),
    37: _row(
        "data of an older release",
        _DOCTOR + "test_a_log_of_an_older_coach_is_told_with_what_becomes_of_it",
        _FAULTS
        + "test_migration_cut.py::test_killed_at_a_statement_it_is_the_old_version_or_the_new",
        _STORE + "test_schema.py::test_an_older_log_is_copied_before_it_is_brought_up_to_date",
        _STORE + "test_older_logs.py::test_a_log_of_each_version_opens_with_its_facts_as_they_were",
        _STORE + "test_older_logs.py::test_a_step_that_shipped_makes_what_it_made_then",
        not_here="The logs that are cut over are made by the older steps of the schema; those that "
        "are read were written by programs of their time.",
    ),
    38: _row(
        "poisoned environment variables",
        _FAULTS + "test_poisoned_environment.py::test_a_poisoned_environment_changes_nothing",
        _FAULTS + "test_poisoned_environment.py::"
        "test_a_settings_file_without_an_end_is_a_line_with_its_name",
        _TUI + "test_terminal.py::test_variables_for_developers_press_no_keys",
    ),
    39: _row(
        "a run of hours",
        _FAULTS + "test_long_run.py::test_hundreds_of_screens_opened_and_left_leave_nothing_behind",
        _FAULTS + "test_long_run.py::test_hours_of_sessions_leave_no_memory_behind",
        "tests/soak/test_soak.py::"
        "test_whatever_fails_what_was_acknowledged_is_there_and_nothing_is_left_over",
        "tests/soak/test_soak.py::test_what_every_session_leaves_behind_is_told_as_a_leak",
        not_here="Hours go by the hand-moved clock; `make soak` lives thirty days of sessions. "
        "Its disk is really full where mounts may be made, else a limit on files refuses; it "
        "prints which.",
    ),
    40: _row(
        "a home on a network drive or in a synced folder",
        _DOCTOR + "test_a_home_in_a_synced_folder_is_named",
        _STORE + "test_placement.py::test_a_network_drive_is_named",
        _STORE + "test_placement.py::test_a_synced_folder_is_named",
        _STORE + "test_opening.py::test_a_synced_folder_gets_no_write_ahead_log",
        not_here="A table of mounts names the network drive; none is mounted.",
    ),
}
