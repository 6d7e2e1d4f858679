"""The forecast of an epoch's time against the real one, for the presets.

The computer is measured anew, as the window does it; then each preset is trained for three epochs
from the command line, and its best epoch is compared.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import ROOT, computer

from core.cancellation import CancelToken
from core.model.presets import offered
from core.run.folder import read_run
from core.run.settings import TrainingSettings
from core.training.forecast import forecast
from core.training.measuring import measure_speed


def main() -> None:
    print(computer())
    with tempfile.TemporaryDirectory() as home:
        os.environ["LITMUS_HOME"] = home
        speed = measure_speed(CancelToken())
        print(json.dumps(speed.model_dump()))
        for preset in offered(photos=False):
            run = Path(home) / preset.name
            command = [sys.executable, str(ROOT / "main.py"), "train", "--data", "fashion-mnist"]
            command += ["--preset", preset.name, "--epochs", "3", "--out", str(run)]
            subprocess.run(command, check=True, capture_output=True)
            real = min(epoch.seconds for epoch in read_run(run).record.epochs)
            settings = TrainingSettings()
            foreseen = forecast(preset.network, settings, classes=10, pictures=60_000, speed=speed)
            seconds = foreseen.seconds_per_epoch if foreseen else None
            ratio = (seconds or 0) / real
            print(f"{preset.name}: foreseen {seconds:.2f} s, real {real:.2f} s: {ratio:.2f}×")


if __name__ == "__main__":
    main()
