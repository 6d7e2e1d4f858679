"""Which networks are offered for which pictures."""

from core.data.form import Fit, PictureForm
from core.model.layers import BatchNormalization
from core.model.network import InputSpec
from core.model.presets import PRESETS, offered, photo_preset
from core.model.shapes import examine


def test_photos_are_offered_all_and_those_made_for_them_first() -> None:
    photos = [preset.name for preset in offered(photos=True)]
    assert photos[:4] == ["photo-features", "keras-head", "small-photo-cnn", "horse-or-human"]
    assert sorted(photos) == sorted(preset.name for preset in PRESETS)


def test_small_pictures_are_offered_no_network_that_they_do_not_fit() -> None:
    for preset in offered(photos=False):
        assert not preset.for_photos
        assert examine(preset.network, 10).problem is None


def test_every_preset_can_be_trained_on_photos_of_two_classes_and_of_more() -> None:
    for preset in PRESETS:
        network = photo_preset(preset.name).network
        assert network.input.shape == (preset.size, preset.size, 3)
        assert examine(network, 2).problem is None
        assert examine(network, 5).problem is None


def test_a_form_that_is_given_is_used() -> None:
    form = PictureForm(height=64, width=48, channels=1, fit=Fit.CROP)
    network = photo_preset("small-photo-cnn", form).network
    assert network.input == InputSpec(height=64, width=48, channels=1, fit=Fit.CROP)


def test_the_small_photo_net_keeps_step_with_few_batches() -> None:
    layers = photo_preset("small-photo-cnn").network.layers
    momenta = [layer.momentum for layer in layers if isinstance(layer, BatchNormalization)]
    batches = 3  # of an epoch of 80 pictures
    epochs = 10
    assert momenta
    for momentum in momenta:  # the share of what was there before the training
        assert momentum ** (batches * epochs) < 0.01
