"""Every term a person meets has one plain sentence."""

from core.model.layers import LAYER_KINDS, Activation, Padding
from core.run.settings import Optimizer, StopRules, TrainingSettings
from gui.glossary import explain, is_known, terms
from gui.model_tab.kinds import ONE_LINE, SETTINGS, kind_of


def test_every_layer_kind_is_explained_and_offered() -> None:
    for kind in LAYER_KINDS:
        assert is_known(kind_of(kind))
        assert ONE_LINE[kind_of(kind)]


def test_every_setting_of_every_layer_can_be_edited_and_is_explained() -> None:
    for kind in LAYER_KINDS:
        fields = set(kind.model_fields) - {"kind"}
        assert {setting.field for setting in SETTINGS[kind_of(kind)]} == fields
        assert all(is_known(field) for field in fields)


def test_every_choice_is_explained() -> None:
    assert all(is_known(value) for value in [*Activation, *Padding, *Optimizer])


def test_every_training_setting_and_stop_rule_is_explained() -> None:
    assert all(is_known(field) for field in TrainingSettings.model_fields)
    assert all(is_known(f"stop_{rule}") for rule in StopRules.model_fields)


def test_a_sentence_ends_and_is_short_enough_to_read() -> None:
    for term in terms():
        plain = explain(term).plain
        assert plain.endswith("."), term
        assert len(plain.split()) <= 50, f"{term}: too long to be read in passing"


def test_marks_in_a_term_are_shown_as_they_are() -> None:
    assert "&lt;b&gt;" in explain("relu").html_with("<b>")
