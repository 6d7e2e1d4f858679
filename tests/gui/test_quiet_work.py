import gc
import sys

from gui.quiet_work import quietly


def test_the_last_one_out_brings_back_what_was() -> None:
    interval, collecting = sys.getswitchinterval(), gc.isenabled()
    first, second = quietly(), quietly()
    first.__enter__()
    second.__enter__()
    assert sys.getswitchinterval() < interval
    assert not gc.isenabled()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert sys.getswitchinterval() == interval
    assert gc.isenabled() == collecting
