"""Seconds per epoch with the plot live, in turn with the textbook script.

    training_speed.py [--epochs N] [--rounds N] [--fast] [NET…]

Each side is a process of its own. The figure of a side is its best epoch of the best round: the
first epoch compiles, and a machine that others use too is at times slow.
"""

import argparse

from measuring import computer, run_script


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("nets", nargs="*", default=["dense-128", "dense-512", "convolutional"])
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fast", action="store_true", help="Litmus computes in bfloat16")
    options = parser.parse_args()
    fast = ["--fast"] if options.fast else []
    print(computer())
    for net in options.nets:
        sides: dict[str, list[float]] = {"textbook.py": [], "window_training.py": []}
        for _ in range(options.rounds):
            for script, best in sides.items():
                extra = fast if script == "window_training.py" else []
                answer = run_script(script, net, "--epochs", str(options.epochs), *extra)
                best.append(min(answer["seconds"]))
                whole = ", ".join(f"{seconds:.2f}" for seconds in answer["seconds"])
                print(f"  {net}, {script}: {whole} s; {answer.get('gaps', '')}")
        textbook, litmus = (min(best) for best in sides.values())
        ratio = textbook / litmus
        print(f"{net}: textbook {textbook:.2f} s, Litmus {litmus:.2f} s an epoch: {ratio:.2f}×")


if __name__ == "__main__":
    main()
