"""The right side of the Train tab: what goes on or came of it, and what can be done next."""

from PySide6.QtCore import QObject, Signal

from core.run.folder import Run
from core.run.shelf import run_number
from gui.document import ProjectDocument
from gui.train_tab.fine_tune_offer import FineTuneOffer, offer_for
from gui.train_tab.live_controls import LiveControls
from gui.train_tab.progress_card import ProgressCard
from gui.train_tab.progress_view import (
    going_view,
    ready_view,
    result_view,
    unfinished_view,
)
from gui.train_tab.run_offers import RunOffering, RunOffers, rested_offers
from gui.train_tab.standing import unfinished, why_not_resumed
from gui.train_tab.training_buttons import Offer, TrainingButtons
from gui.train_tab.tuning_pricing import TuningPricing
from gui.training_session import TrainingSession, TrainingState

_OFFERS = {
    TrainingState.PAUSING: Offer.PAUSING,
    TrainingState.STOPPING: Offer.STOPPING,
    TrainingState.SAVING: Offer.SAVING,
}


class TrainingPanel(QObject):
    """Keeps the progress card, the offers below it and the buttons true.

    Signals:
        repriced: What an offer costs is known now; show the panel again.
    """

    repriced = Signal()

    def __init__(self, document: ProjectDocument, session: TrainingSession) -> None:
        super().__init__()
        self._document = document
        self._session = session
        self._pricing = TuningPricing(session.jobs)
        self._pricing.measured.connect(self.repriced)
        self.progress = ProgressCard()
        self.controls = LiveControls(session)
        self.tuning = FineTuneOffer()
        self.offers = RunOffers()
        self.buttons = TrainingButtons()
        for part in (self.controls, self.tuning, self.offers):
            self.progress.content.addWidget(part)

    def show_progress(self) -> None:
        """Show how far the training is."""
        self.progress.show_view(going_view(self._session))

    def show(self, run: Run | None, growing: RunOffering | None) -> None:
        """Show everything as it is now.

        Args:
            run: The run that is looked at, where one is: the last one trained, one that was
                chosen, or one that can be resumed.
            growing: What is offered because the pictures are not those of the last run.
        """
        session = self._session
        self.controls.show_session()
        if session.state is not TrainingState.IDLE:
            self._offer_beside(None, ())
            self.show_progress()
            self.buttons.show_offer(_OFFERS.get(session.state, Offer.STOP))
            return
        self._offer_beside(run, rested_offers(run) + ((growing,) if growing else ()))
        if run is None:
            self.progress.show_view(ready_view(self._document, session.obstacle))
            self.buttons.show_offer(Offer.TRAIN, obstacle=session.obstacle)
        elif unfinished(run):
            self._show_unfinished(run)
        else:
            self.progress.show_view(result_view(run))
            offer = Offer.TRY if run.has_model else Offer.TRAIN
            self.buttons.show_offer(offer, obstacle=session.obstacle, another=self._another(run))

    def _show_unfinished(self, run: Run) -> None:
        obstacle = self._session.no_resuming or why_not_resumed(run)
        self.progress.show_view(unfinished_view(run, obstacle))
        self.buttons.show_offer(
            Offer.TRAIN if obstacle else Offer.RESUME,
            obstacle=self._session.obstacle,
            number=run_number(run.folder),
            another=True,
        )

    def _offer_beside(self, run: Run | None, offerings: tuple[RunOffering, ...]) -> None:
        self.tuning.show_offer(offer_for(run, self._pricing.of))
        self.offers.show_offers(offerings)

    def _another(self, run: Run) -> bool:
        """Whether to train again would not train what `run` is."""
        project, record = self._document.project, run.record
        network = project.network.for_classes(len(record.classes))
        return network != record.network
