"""What is asked of a training, from what the document says now."""

from pathlib import Path

from core.data.dataset import Dataset
from core.data.sources import AnyDataset
from core.run.folder import Run
from core.run.shelf import next_run_folder
from core.training.growing_layers import open_network
from core.training.request import TrainingRequest
from gui.document import ProjectDocument
from gui.resuming_work import ResumeWish
from gui.run_names import run_name


def fresh_request(
    document: ProjectDocument, dataset: AnyDataset, *, fine_tune: bool = False
) -> TrainingRequest:
    """A training of the document's network with fresh weights.

    Args:
        document: Says which network, and how.
        dataset: Its pictures.
        fine_tune: Whether to try fine-tuning even where the settings leave that out.
    """
    project, settings = document.project, document.project.settings
    if fine_tune:
        settings = settings.model_copy(update={"fine_tune": True})
    return TrainingRequest(
        dataset=dataset,
        network=project.network,
        settings=settings,
        preset=project.preset_name,
        folder=_next_folder(document),
        name=run_name(project),
    )


def grown_request(document: ProjectDocument, dataset: AnyDataset, run: Run) -> TrainingRequest:
    """A training that begins with the weights of `run`.

    It trains the document's network where that has the layers of the run, so that what a person
    chose for it holds, else the run's: whoever continues from a run means that one.
    """
    record, project = run.record, document.project
    same = project.network.for_classes(len(record.classes)) == record.network
    return TrainingRequest(
        dataset=dataset,
        network=project.network if same else open_network(record.network, len(record.classes)),
        settings=project.settings,
        preset=project.preset_name if same else record.preset,
        folder=_next_folder(document),
        name=run_name(project) if same else record.name,
        start=run,
    )


def _next_folder(document: ProjectDocument) -> Path:
    """Of the next run: never that of a deleted one, which it would be thrown away with."""
    return next_run_folder(document.runs_folder, taken=document.project.discarded_runs)


def resume_wish(document: ProjectDocument, run: Run, epochs: int | None) -> ResumeWish:
    """Going on with `run`, to `epochs` altogether where they are given."""
    photos, dataset = document.project.photos, document.dataset
    return ResumeWish(
        run=run,
        epochs=epochs,
        photos=photos,
        built_in=dataset if isinstance(dataset, Dataset) else None,
    )
