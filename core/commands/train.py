"""`main.py train`."""

import argparse
import os
import sys
from dataclasses import replace

from pydantic import ValidationError

from core.cancellation import CancelToken
from core.commands.continuing import chosen_preset, run_to_continue, tell_growth
from core.commands.folder import photo_source
from core.commands.interrupts import Interrupts
from core.commands.parser import AUGMENTATIONS, FOLDER_VALIDATION, UsageError
from core.commands.progress import TrainingProgress
from core.commands.resuming import LEARNED_NOTHING, resume_run, tell_run
from core.data.fashion_mnist import SOURCE
from core.data.folder.loading import Shares, load_photos
from core.data.folder.photo_set import PhotoSet
from core.data.form import Fit, PictureForm
from core.data.side import Side
from core.data.sources import AnyDataset, load_dataset
from core.errors import Cancelled
from core.features.backbone import QUICK, backbone
from core.limits import limits_of
from core.model.presets import Preset, photo_preset, preset
from core.model.standing import with_backbones
from core.run.folder import Run, refuse_existing
from core.run.record import RunStatus
from core.run.settings import Optimizer, StopRules, TrainingSettings, epochs_of
from core.run.sides import sides_of
from core.training.cost import cost_of
from core.training.events import Preparing
from core.training.forecast import read_speed
from core.training.measuring import measure_speed
from core.training.request import TrainingRequest
from core.training.tensorboard import logged
from core.training.training import train
from core.values import Value


def run(options: argparse.Namespace) -> int:
    """Train as `options` say.

    Returns:
        0; 1 where nothing was learned; 130 after Ctrl-C.

    Raises:
        LitmusError: It cannot start, or the run cannot be written.
        UsageError: A setting is out of its range.
    """
    if options.resume is not None:
        return resume_run(options)
    _check_complete(options)
    start = run_to_continue(options)
    settings = _settings(options, start)
    refuse_existing(options.out)
    stream = sys.stderr if options.json else sys.stdout
    with Interrupts() as interrupts:
        try:
            with TrainingProgress(stream) as progress:
                request = _request(
                    options, settings, start, progress=progress, cancel=interrupts.cancel
                )
                tell_growth(request, progress)
                _measure_where_it_decides(request, progress, interrupts.cancel)
                with logged(options.out, progress.show, wanted=options.tensorboard) as report:
                    run = train(request, report=report, cancel=interrupts.cancel)
        except Cancelled:
            sys.stderr.write("Stopped before anything was learned; there is no run.\n")
            return interrupts.exit_code
    tell_run(run, as_json=options.json)
    failed = run.record.status is RunStatus.FAILED
    return interrupts.exit_code or (LEARNED_NOTHING if failed else 0)


def _check_complete(options: argparse.Namespace) -> None:
    """Ask for what only a run that is resumed can do without."""
    missing = [f"--{name}" for name in ("data", "out") if getattr(options, name) is None]
    if not missing:
        return
    if options.preset is None and options.continue_from is None:
        missing.insert(1 if options.data is None else 0, "--preset")
    raise UsageError(
        f"The following arguments are required: {', '.join(missing)}. See: main.py train --help"
    )


def _request(
    options: argparse.Namespace,
    settings: TrainingSettings,
    start: Run | None,
    *,
    progress: TrainingProgress,
    cancel: CancelToken,
) -> TrainingRequest:
    """All that the training needs; a folder is scanned for it."""
    dataset: AnyDataset
    chosen = chosen_preset(options, start)
    if options.data == SOURCE:
        _refuse_photo_options(options)
        _refuse_backbone(chosen)
        dataset = load_dataset(options.data)
    else:
        if options.preset is not None:
            chosen = photo_preset(options.preset, _form(options))
        chosen = _with_backbone(chosen, options)
        dataset = _photos(options, settings, chosen, start, progress=progress, cancel=cancel)
    return TrainingRequest(
        dataset=dataset,
        network=chosen.network,
        settings=settings,
        preset=chosen.name,
        folder=options.out,
        name=os.fsencode(options.out.name).decode("utf-8", "replace"),
        start=start,
    )


def _photos(
    options: argparse.Namespace,
    settings: TrainingSettings,
    chosen: Preset,
    start: Run | None,
    *,
    progress: TrainingProgress,
    cancel: CancelToken,
) -> PhotoSet:
    # What was learned from before must not be checked on now.
    recorded = sides_of(start) if start else {}
    shares = Shares(settings.validation, settings.test, settings.seed, recorded)
    photos = load_photos(
        photo_source(options.data),
        shares,
        form=chosen.network.input,
        report=progress.show_scan,
        cancel=cancel,
    )
    progress.show_photos(photos)
    brought = {photo.given for photo in photos.catalogue.photos}
    for side, share in ((Side.VALIDATION, options.validation), (Side.TEST, options.test)):
        if side in brought and share is not None:
            progress.note(f"--{side} is ignored: “{photos.title}” brings its own {side} pictures.")
    return photos


def _form(options: argparse.Namespace) -> PictureForm:
    """The form that the pictures of a folder are brought to."""
    side = preset(options.preset).size
    width, height = options.image_size or (side, side)
    return PictureForm(
        height=height,
        width=width,
        channels=1 if options.grey else 3,
        fit=Fit(options.fit or Fit.STRETCH),
    )


def _with_backbone(chosen: Preset, options: argparse.Namespace) -> Preset:
    """The preset with the backbone that was asked for."""
    layer = chosen.network.backbone
    if layer is None:
        for name in ("quick", "backbone", "fine_tune"):
            if getattr(options, name):
                option = f"--{name.replace('_', '-')}"
                raise UsageError(f"{option} is for presets with a backbone: photo-features.")
        return chosen
    if options.quick and options.backbone:
        raise UsageError("--quick and --backbone are two ways to choose the backbone: give one.")
    if options.quick:
        return replace(chosen, network=with_backbones(chosen.network, QUICK))
    if options.backbone is None:
        return chosen
    found = backbone(options.backbone)
    height, width, _ = found.form.shape
    if options.image_size not in (None, (width, height)):
        raise UsageError(f"--image-size is {width}x{height} for the backbone “{found.name}”.")
    return replace(chosen, network=with_backbones(chosen.network, (found.name,)))


def _refuse_backbone(chosen: Preset) -> None:
    if chosen.network.backbone:
        raise UsageError(f"--preset {chosen.name} is for photo folders, not for {SOURCE}.")


def _refuse_photo_options(options: argparse.Namespace) -> None:
    given = {
        "--image-size": options.image_size is not None,
        "--fit": options.fit is not None,
        "--grey": options.grey,
        "--test": options.test is not None,
        "--quick": options.quick,
        "--backbone": options.backbone is not None,
        "--fine-tune": options.fine_tune,
    }
    for name, is_given in given.items():
        if is_given:
            raise UsageError(f"{name} is for photo folders; {SOURCE} is always as it is.")


def _measure_where_it_decides(
    request: TrainingRequest, progress: TrainingProgress, cancel: CancelToken
) -> None:
    """Measure this computer, once, where the arithmetic of the training depends on it."""
    cost = cost_of(request.network, len(request.dataset.classes))
    undecided = request.settings.fast_arithmetic is None
    if undecided and cost and cost.convolutional and read_speed() is None:
        progress.show(Preparing("Measuring this computer, once"))
        measure_speed(cancel)


def _settings(options: argparse.Namespace, start: Run | None) -> TrainingSettings:
    usual = epochs_of(chosen_preset(options, start))
    try:
        return TrainingSettings(
            epochs=usual if options.epochs is None else options.epochs,
            batch_size=options.batch_size,
            optimizer=Optimizer(options.optimizer),
            learning_rate=options.learning_rate,
            validation=_validation(options, start),
            test=_test(options, start),
            seed=options.seed,
            stop=StopRules(
                accuracy=options.stop_at_accuracy,
                loss=options.stop_below_loss,
                patience=options.patience,
            ),
            fast_arithmetic={"auto": None, "on": True, "off": False}[options.fast_arithmetic],
            augmentation=AUGMENTATIONS[options.augment],
            class_weights=options.class_weights == "auto",
            folds=options.folds,
            fine_tune=options.fine_tune,
        )
    except ValidationError as error:
        raise UsageError(_complaint(error)) from error


def _validation(options: argparse.Namespace, start: Run | None) -> float:
    if options.validation is not None:
        return float(options.validation)
    if start is not None:
        return start.record.settings.validation
    built_in = options.data == SOURCE
    return TrainingSettings().validation if built_in else FOLDER_VALIDATION


def _test(options: argparse.Namespace, start: Run | None) -> float:
    if options.test is None and start is not None and options.data != SOURCE:
        return start.record.settings.test
    return options.test or 0.0


_STOP_OPTIONS = {
    "accuracy": "--stop-at-accuracy",
    "loss": "--stop-below-loss",
    "patience": "--patience",
}


def _complaint(error: ValidationError) -> str:
    """Which option is out of its range, and what that is."""
    first = error.errors()[0]
    field = str(first["loc"][-1])
    rule = first["loc"][0] != field or error.title == StopRules.__name__
    owner: type[Value] = StopRules if rule else TrainingSettings
    option = _STOP_OPTIONS[field] if rule else f"--{field.replace('_', '-')}"
    return f"{option} must be {limits_of(owner, field).words}. Received: {first['input']}"
